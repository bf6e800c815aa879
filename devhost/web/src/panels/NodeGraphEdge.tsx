import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { RADIUS } from './NodeGraphNode';
import { type GraphEdge } from './nodeGraphData';
import { type Point } from './nodeGraphLayout';

interface Props {
  edge: GraphEdge;
  from: Point;
  to: Point;
}

const HEAD = 9; // length of the arrow's head in pixels
const BEND = 0.08; // so that the two ways between a pair do not lie on each other
const LABEL_AT = 0.55;

/** An arrow with its figures beside it. */
export function NodeGraphEdge({ edge, from, to }: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const color = edge.color ? theme.visualization.getColorByName(edge.color) : theme.colors.text.disabled;
  const bend = { x: (from.x + to.x) / 2 + (to.y - from.y) * BEND, y: (from.y + to.y) / 2 - (to.x - from.x) * BEND };
  const start = towards(from, bend, RADIUS + 3);
  const tip = towards(to, bend, RADIUS + 4);
  const end = towards(to, bend, RADIUS + 4 + HEAD);
  const [left, right] = wings(end, tip);
  const label = { x: mix(start.x, end.x), y: mix(start.y, end.y) };
  return (
    <g aria-label={`${edge.source} to ${edge.target}: ${edge.stats.join(', ')}`} role="img">
      <path
        d={`M${start.x},${start.y} Q${bend.x},${bend.y} ${end.x},${end.y}`}
        fill="none"
        stroke={color}
        strokeWidth={edge.thickness}
        strokeDasharray={edge.dashes}
      />
      <path d={`M${left.x},${left.y} L${tip.x},${tip.y} L${right.x},${right.y} Z`} fill={color} />
      <text x={label.x} y={label.y - 4} className={styles.text}>
        {edge.stats.join(' · ')}
      </text>
    </g>
  );
}

const mix = (a: number, b: number) => a + (b - a) * LABEL_AT;

/** The point at a distance from one towards another. */
function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return { x: from.x + ((to.x - from.x) / length) * distance, y: from.y + ((to.y - from.y) / length) * distance };
}

function wings(end: Point, tip: Point): [Point, Point] {
  const [dx, dy] = [(tip.x - end.x) / 2, (tip.y - end.y) / 2];
  return [
    { x: end.x - dy, y: end.y + dx },
    { x: end.x + dy, y: end.y - dx },
  ];
}

const getStyles = (theme: GrafanaTheme2) => ({
  text: css({
    fill: theme.colors.text.secondary,
    fontSize: 10,
    paintOrder: 'stroke',
    stroke: theme.colors.background.primary,
    strokeWidth: 3,
    textAnchor: 'middle',
  }),
});
