import React, { useId } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { type TimeZone } from '@grafana/schema';
import { t } from '@grafana/i18n';
import { useStyles2, useTheme2 } from '@grafana/ui';

import { durationBetween } from '../ui/clock';
import { laneName, phaseColor } from './looks';
import { type Scene } from './useScene';
import { clampX, tickFormat, ticks, toX } from './scale';
import { fitted, fitting } from './text';
import { type Marker, type Range } from './types';
import { clock, offsetAt } from './zone';

interface Props {
  scene: Scene;
  markers: readonly Marker[];
  timeZone: TimeZone;
}

/** Pixels of a span; undefined outside of what is in view. */
export function spanX({ scale }: Pick<Scene, 'scale'>, { from, to }: Range): { x: number; width: number } | undefined {
  if (to <= scale.range.from || from >= scale.range.to) {
    return undefined;
  }
  const x = clampX(scale, toX(scale, from));
  return { x, width: Math.max(1, clampX(scale, toX(scale, to)) - x) };
}

/** Below the marks: phases, gaps, lines of lanes, the time axis and markers. */
export function Backdrop({ scene, markers, timeZone }: Props) {
  return (
    <>
      <Phases scene={scene} />
      <Gaps scene={scene} />
      <LaneLines scene={scene} />
      <Axis scene={scene} timeZone={timeZone} />
      <Markers scene={scene} markers={markers} />
    </>
  );
}

function Phases({ scene }: { scene: Scene }) {
  const theme = useTheme2();
  const hatch = useId();
  const { phases, layout } = scene;
  const top = layout.phases.height;
  return (
    <g aria-hidden>
      <defs>
        <pattern id={hatch} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width={2} height={6} fill={theme.colors.error.main} fillOpacity={0.16} />
        </pattern>
      </defs>
      {phases.map((phase) => {
        const place = spanX(scene, phase);
        const box = place && { ...place, y: top, height: layout.axis.top - top };
        return (
          box && (
            <g key={phase.name} data-phase={phase.name}>
              <rect {...box} fill={phaseColor(phase.name, theme)} fillOpacity={0.07} />
              {phase.name === 'undetected' && <rect {...box} fill={`url(#${hatch})`} />}
              <line
                x1={box.x}
                x2={box.x}
                y1={0}
                y2={layout.axis.top}
                stroke={phaseColor(phase.name, theme)}
                strokeOpacity={0.5}
              />
            </g>
          )
        );
      })}
    </g>
  );
}

/** Long times without any entry say how long they are. */
function Gaps({ scene }: { scene: Scene }) {
  const styles = useStyles2(getStyles);
  const { gaps, layout } = scene;
  return gaps.map((gap) => {
    const place = spanX(scene, gap);
    const text = t('pirtimeline.gap', '{{duration}} without an entry', { duration: durationBetween(gap.from, gap.to) });
    const shown = place ? fitting(place.width - 16, text, durationBetween(gap.from, gap.to)) : '';
    const y = layout.gaps.top + 9;
    return (
      place &&
      shown && (
        <g key={gap.from} data-gap={gap.from}>
          <title>{text}</title>
          <path
            d={`M${place.x + 4},${y} h${place.width - 8} M${place.x + 4},${y - 4} v8 M${place.x + place.width - 4},${y - 4} v8`}
            className={styles.gap}
          />
          <text x={place.x + place.width / 2} y={y + 4} className={styles.gapText}>
            {shown}
          </text>
        </g>
      )
    );
  });
}

function LaneLines({ scene }: { scene: Scene }) {
  const styles = useStyles2(getStyles);
  const { lanes, layout } = scene;
  const right = layout.left + layout.width;
  return (
    <g aria-hidden>
      {layout.gaps.height > 0 && !layout.narrow && (
        <text x={4} y={layout.gaps.top + 13} className={styles.lane}>
          {t('pirtimeline.gaps', 'Gaps')}
        </text>
      )}
      {layout.lanes.map(({ top, height }, index) => (
        <g key={lanes[index]}>
          <line x1={0} x2={right} y1={top + height} y2={top + height} className={styles.line} />
          <text x={layout.narrow ? 2 : 4} y={layout.narrow ? top + 13 : top + height / 2 + 4} className={styles.lane}>
            {fitted(laneName(lanes[index] ?? ''), layout.narrow ? 200 : layout.left - 12)}
          </text>
        </g>
      ))}
      {layout.tracks.map(({ top, height }) => (
        <line key={top} x1={0} x2={right} y1={top + height + 3} y2={top + height + 3} className={styles.line} />
      ))}
    </g>
  );
}

function Axis({ scene: { scale, layout }, timeZone }: Pick<Props, 'scene' | 'timeZone'>) {
  const styles = useStyles2(getStyles);
  const { step, at } = ticks(scale, layout.narrow ? 70 : 90, offsetAt(timeZone));
  const format = tickFormat(step, scale.range);
  return (
    <g aria-hidden>
      {at.map((time) => {
        const x = toX(scale, time);
        return (
          <g key={time}>
            <line
              x1={x}
              x2={x}
              y1={layout.ribbon.top + layout.ribbon.height}
              y2={layout.axis.top + 4}
              className={styles.grid}
            />
            <text x={x} y={layout.axis.top + 18} className={styles.tick}>
              {clock(time, timeZone, format)}
            </text>
          </g>
        );
      })}
    </g>
  );
}

function Markers({ scene, markers }: Pick<Props, 'scene' | 'markers'>) {
  const theme = useTheme2();
  const { scale, layout } = scene;
  const { from, to } = scale.range;
  const shown = markers.filter(({ at, end = at }) => end >= from && at <= to);
  return shown.map((marker) => {
    const x = toX(scale, Math.max(marker.at, from));
    const color = theme.visualization.getColorByName(marker.color ?? 'super-light-blue');
    const region = marker.end === undefined ? undefined : spanX(scene, { from: marker.at, to: marker.end });
    return (
      <g key={`${marker.at} ${marker.text}`} data-marker={marker.sort}>
        <title>{marker.text}</title>
        {region && (
          <rect x={region.x} width={region.width} y={layout.axis.top - 3} height={5} fill={color} fillOpacity={0.7} />
        )}
        <line
          x1={x}
          x2={x}
          y1={layout.phases.height}
          y2={layout.axis.top}
          stroke={color}
          strokeWidth={1.5}
          strokeDasharray={marker.sort === 'change' ? '5 3' : '2 3'}
        />
        <path d={`M${x - 5},${layout.axis.top + 7} h10 l-5,-8 Z`} fill={color} />
      </g>
    );
  });
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({ stroke: theme.colors.border.weak }),
  lane: css({
    fill: theme.colors.text.secondary,
    fontSize: 12,
    fontWeight: theme.typography.fontWeightMedium,
  }),
  grid: css({ stroke: theme.colors.border.weak, strokeOpacity: 0.6 }),
  tick: css({
    fill: theme.colors.text.secondary,
    fontSize: 12,
    textAnchor: 'middle',
    fontVariantNumeric: 'tabular-nums',
  }),
  gap: css({ stroke: theme.colors.text.secondary, fill: 'none', strokeDasharray: '3 3' }),
  gapText: css({
    fill: theme.colors.text.secondary,
    fontSize: 11,
    fontStyle: 'italic',
    textAnchor: 'middle',
    paintOrder: 'stroke',
    stroke: theme.colors.background.primary,
    strokeWidth: 6,
  }),
});
