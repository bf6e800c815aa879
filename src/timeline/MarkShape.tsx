import React, { memo } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';

import { REACH } from './hit';
import { OUTLINES, shapeColor } from './looks';
import { type Mark } from './pack';
import { clusterOf, PERIOD_HEIGHT } from './paint';
import { shapeOf } from './lanes';
import { fitted } from './text';

interface Props {
  mark: Mark;
  y: number;
  label: string;
  /** What a screen reader says. */
  spoken: string;
  active: boolean;
  selected: boolean;
  movable: boolean;
}

/** One entry or a cluster with its text. Everything about pointer and keys is handled once, by the stage. */
export const MarkShape = memo(function MarkShape({ mark, y, label, spoken, active, selected, movable }: Props) {
  const styles = useStyles2(getStyles);
  const [first] = mark.entries;
  if (!first) {
    return null;
  }
  const isCluster = mark.entries.length > 1;
  const text = isCluster ? '' : fitted(label, mark.room);
  return (
    <g
      role="button"
      tabIndex={active ? 0 : -1}
      aria-label={spoken}
      aria-pressed={selected}
      data-mark={first.id}
      className={styles.mark}
      transform={`translate(${mark.x.toFixed(1)},${y.toFixed(1)})`}
      style={movable ? { cursor: 'grab' } : undefined}
    >
      <rect
        className={styles.ring}
        data-on={selected}
        x={-REACH}
        y={-REACH}
        width={2 * REACH + mark.end - mark.x}
        height={2 * REACH}
        rx={5}
      />
      {isCluster ? <ClusterSign mark={mark} /> : <EntrySign mark={mark} />}
      {text && (
        <text x={mark.end - mark.x + 11} y={4} className={styles.text}>
          {text}
        </text>
      )}
    </g>
  );
});

function EntrySign({ mark }: { mark: Mark }) {
  const theme = useTheme2();
  const [first] = mark.entries;
  if (!first) {
    return null;
  }
  const shape = shapeOf(first);
  const color = shapeColor(shape, theme);
  return (
    <>
      {mark.end > mark.x && (
        <rect
          y={-PERIOD_HEIGHT / 2}
          width={mark.end - mark.x}
          height={PERIOD_HEIGHT}
          rx={3}
          fill={color}
          fillOpacity={0.25}
          stroke={color}
        />
      )}
      <path d={OUTLINES[shape]} fill={color} fillRule="evenodd" />
    </>
  );
}

/** How many entries lie on these pixels; with the sign of the worst when an alarm is among them. */
function ClusterSign({ mark }: { mark: Mark }) {
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const { text, alarming, half } = clusterOf(mark);
  const color = alarming ? shapeColor('alarm', theme) : theme.colors.text.secondary;
  return (
    <>
      <rect
        x={-half}
        y={-9}
        width={half * 2}
        height={18}
        rx={9}
        fill={theme.colors.background.primary}
        stroke={color}
        strokeWidth={alarming ? 2 : 1.2}
      />
      <text y={4} className={styles.count}>
        {text}
      </text>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  mark: css({
    cursor: 'pointer',
    outline: 'none',
    '&:focus-visible > rect:first-of-type': { stroke: theme.colors.primary.border, strokeWidth: 2 },
    '&:hover > rect:first-of-type': { fill: theme.colors.action.hover },
  }),
  ring: css({
    fill: 'transparent',
    stroke: 'none',
    '&[data-on="true"]': { fill: theme.colors.action.selected, stroke: theme.colors.primary.border, strokeWidth: 2 },
  }),
  text: css({ fill: theme.colors.text.primary, fontSize: 12, pointerEvents: 'none' }),
  count: css({
    fill: theme.colors.text.primary,
    fontSize: 11,
    fontWeight: theme.typography.fontWeightMedium,
    textAnchor: 'middle',
    pointerEvents: 'none',
  }),
});
