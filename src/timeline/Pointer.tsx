import React from 'react';
import { css } from '@emotion/css';
import { formattedValueToString, getFieldSeriesColor, type GrafanaTheme2 } from '@grafana/data';
import { type TimeZone } from '@grafana/schema';
import { Portal, useStyles2, useTheme2, VizTooltipContainer } from '@grafana/ui';

import { durationBetween } from '../ui/clock';
import { kindName } from '../ui/timelineKinds';
import { type Mark } from './pack';
import { type Scale, toTime } from './scale';
import { nearestPoint } from './tracks';
import { type Series, type Track } from './types';
import { type Gesture } from './useGestures';
import { entryLabel, type Scene } from './useScene';
import { clock, fullTime } from './zone';

/** Where the pointer is: pixels of the stage and of the window. */
export interface Hover {
  x: number;
  clientX: number;
  clientY: number;
  mark?: Mark;
}

interface Props {
  scene: Scene;
  tracks: readonly Track[];
  gesture: Gesture;
  hover: Hover | undefined;
  timeZone: TimeZone;
}

/** What follows the pointer inside of the stage; everything below it stays as it is drawn. */
export function PointerLines({ scene, gesture, hover, timeZone }: Omit<Props, 'tracks'>) {
  const styles = useStyles2(getStyles);
  const { layout, scale } = scene;
  const bottom = layout.axis.top;
  if (gesture?.kind === 'brush') {
    const [left, right] = [Math.min(gesture.from, gesture.to), Math.max(gesture.from, gesture.to)];
    const text = durationBetween(toTime(scale, left), toTime(scale, right));
    return (
      <g data-testid="timeline brush" pointerEvents="none">
        <rect x={left} width={right - left} y={0} height={bottom} className={styles.brush} />
        <TimeFlag scale={scale} x={left} y={bottom} timeZone={timeZone} anchor="end" />
        <TimeFlag scale={scale} x={right} y={bottom} timeZone={timeZone} anchor="start" />
        <text x={(left + right) / 2} y={bottom - 6} className={styles.span}>
          {text}
        </text>
      </g>
    );
  }
  const x = gesture?.kind === 'drag' ? gesture.x : hover?.x;
  if (x === undefined || x < scale.left || x > scale.left + scale.width) {
    return null;
  }
  return (
    <g pointerEvents="none">
      <line x1={x} x2={x} y1={0} y2={bottom} className={gesture ? styles.drag : styles.cross} />
      <TimeFlag scale={scale} x={x} y={bottom} timeZone={timeZone} anchor="middle" />
    </g>
  );
}

interface FlagProps {
  scale: Scale;
  x: number;
  y: number;
  timeZone: TimeZone;
  anchor: 'start' | 'middle' | 'end';
}

const FLAG = 64;

function TimeFlag({ scale, x, y, timeZone, anchor }: FlagProps) {
  const styles = useStyles2(getStyles);
  const shift = { start: 0, middle: -FLAG / 2, end: -FLAG }[anchor];
  const left = Math.min(Math.max(0, x + shift), scale.left + scale.width - FLAG + 12);
  return (
    <g>
      <rect x={left} y={y + 3} width={FLAG} height={20} rx={3} className={styles.flag} />
      <text x={left + FLAG / 2} y={y + 17} className={styles.flagText}>
        {clock(toTime(scale, x), timeZone)}
      </text>
    </g>
  );
}

/** The entry or the values under the pointer. */
export function PointerTip({ scene, tracks, gesture, hover, timeZone }: Props) {
  const styles = useStyles2(getStyles);
  const inside = hover && hover.x >= scene.scale.left;
  if (!hover || !inside || gesture) {
    return null;
  }
  const at = toTime(scene.scale, hover.x);
  return (
    <Portal>
      <VizTooltipContainer position={{ x: hover.clientX, y: hover.clientY }} offset={{ x: 12, y: 12 }}>
        <div className={styles.tip}>
          {hover.mark ? <MarkFacts mark={hover.mark} timeZone={timeZone} /> : <strong>{fullTime(at, timeZone)}</strong>}
          {!hover.mark && <Values tracks={tracks} at={at} />}
        </div>
      </VizTooltipContainer>
    </Portal>
  );
}

const MOST_LINES = 6;

function MarkFacts({ mark: { entries }, timeZone }: { mark: Mark; timeZone: TimeZone }) {
  const styles = useStyles2(getStyles);
  return (
    <>
      {entries.slice(0, MOST_LINES).map((entry) => (
        <div key={entry.id} className={styles.fact}>
          <span className={styles.when}>{clock(entry.at, timeZone)}</span>
          <span>
            <strong>{kindName(entry.kind)}</strong>{' '}
            {entryLabel(entry) === kindName(entry.kind) ? '' : entryLabel(entry)}
            {entry.actor && <span className={styles.when}> · {entry.actor}</span>}
          </span>
        </div>
      ))}
      {entries.length > MOST_LINES && <span className={styles.when}>{`+ ${entries.length - MOST_LINES}`}</span>}
    </>
  );
}

const MOST_VALUES = 12;

function Values({ tracks, at }: { tracks: readonly Track[]; at: number }) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const values = tracks.flatMap(({ series }) => series).flatMap((one) => valueAt(one, at));
  return values.slice(0, MOST_VALUES).map(({ series, text }, index) => (
    <div key={`${series.name} ${index}`} className={styles.value}>
      <span className={styles.swatch} style={{ background: getFieldSeriesColor(series.field, theme).color }} />
      <span>{series.name}</span>
      <strong>{text}</strong>
    </div>
  ));
}

function valueAt(series: Series, at: number): Array<{ series: Series; text: string }> {
  const value = series.values[nearestPoint(series.times, at)];
  const { display } = series.field;
  return typeof value === 'number'
    ? [{ series, text: display ? formattedValueToString(display(value)) : String(value) }]
    : [];
}

const getStyles = (theme: GrafanaTheme2) => ({
  brush: css({ fill: theme.colors.primary.main, fillOpacity: 0.18, stroke: theme.colors.primary.border }),
  span: css({ fill: theme.colors.text.primary, fontSize: 12, textAnchor: 'middle' }),
  cross: css({ stroke: theme.colors.text.secondary, strokeDasharray: '3 3' }),
  drag: css({ stroke: theme.colors.primary.border, strokeWidth: 2 }),
  flag: css({ fill: theme.colors.background.secondary, stroke: theme.colors.border.medium }),
  flagText: css({
    fill: theme.colors.text.primary,
    fontSize: 12,
    textAnchor: 'middle',
    fontVariantNumeric: 'tabular-nums',
  }),
  tip: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    maxWidth: 420,
    padding: theme.spacing(1),
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  fact: css({ display: 'flex', gap: theme.spacing(1) }),
  when: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
  value: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), '& strong': { marginLeft: 'auto' } }),
  swatch: css({ width: 12, height: 3, borderRadius: 2, flexShrink: 0 }),
});
