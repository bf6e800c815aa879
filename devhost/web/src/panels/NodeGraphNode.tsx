import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, type LinkModel } from '@grafana/data';
import { ContextMenu, MenuGroup, MenuItem, useStyles2, useTheme2 } from '@grafana/ui';
import { type GraphNode } from './nodeGraphData';
import { type Point } from './nodeGraphLayout';

export const RADIUS = 32;

interface Props {
  node: GraphNode;
  at: Point;
}

/** A circle with its two figures, a ring of shares, and names below; Enter or a click opens its details and links. */
export function NodeGraphNode({ node, at }: Props) {
  const styles = useStyles2(getStyles);
  const [menu, setMenu] = useState<Point>();
  const open = (target: Element) => {
    const box = target.getBoundingClientRect();
    setMenu({ x: box.left + box.width / 2, y: box.top + box.height / 2 });
  };
  const [main, second] = node.stats;
  return (
    <>
      <g
        role="button"
        tabIndex={0}
        aria-haspopup="menu"
        aria-label={[node.title, node.subtitle, ...node.stats].filter(Boolean).join(', ')}
        className={styles.node}
        transform={`translate(${at.x},${at.y})`}
        onClick={(e) => open(e.currentTarget)}
        onKeyDown={(e) => {
          if (e.key === 'Enter' || e.key === ' ') {
            e.preventDefault();
            open(e.currentTarget);
          }
        }}
      >
        <circle r={RADIUS} className={styles.disc} />
        <Ring node={node} />
        <text className={styles.stat} y={second ? -4 : 4}>
          {main}
        </text>
        <text className={styles.stat} y={10}>
          {second}
        </text>
        <text className={styles.title} y={RADIUS + 16}>
          {shortened(node.title)}
        </text>
        <text className={styles.subtitle} y={RADIUS + 30}>
          {shortened(node.subtitle)}
        </text>
      </g>
      {menu && <NodeMenu node={node} at={menu} onClose={() => setMenu(undefined)} />}
    </>
  );
}

const WIDEST = 26; // characters

const shortened = (text: string) => (text.length > WIDEST ? `${text.slice(0, WIDEST - 1)}…` : text);

function Ring({ node }: Pick<Props, 'node'>) {
  const theme = useTheme2();
  const plain = theme.visualization.getColorByName(node.color ?? 'blue');
  if (node.arcs.length === 0) {
    return <circle r={RADIUS} fill="none" strokeWidth={4} stroke={plain} />;
  }
  // Lengths in per cent of the circle; each part starts where those before it end.
  const starts = node.arcs.map((_, i) => node.arcs.slice(0, i).reduce((sum, { share }) => sum + share, 0));
  return (
    <g transform="rotate(-90)">
      {node.arcs.map(({ share, color, name }, i) => (
        <circle
          key={name}
          r={RADIUS}
          fill="none"
          strokeWidth={5}
          stroke={theme.visualization.getColorByName(color)}
          pathLength={100}
          strokeDasharray={`${share * 100} ${100 - share * 100}`}
          strokeDashoffset={-starts[i] * 100}
        >
          <title>{`${name}: ${Math.round(share * 1000) / 10} %`}</title>
        </circle>
      ))}
    </g>
  );
}

function NodeMenu({ node, at, onClose }: Props & { onClose: () => void }) {
  const styles = useStyles2(getStyles);
  const links = linksOf(node);
  return (
    <ContextMenu
      x={at.x}
      y={at.y}
      onClose={onClose}
      renderHeader={() => (
        <div className={styles.header}>
          <strong>{node.title}</strong>
          {node.details.map(({ name, text }) => (
            <div key={name}>{`${name}: ${text}`}</div>
          ))}
        </div>
      )}
      renderMenuItems={() =>
        links.length > 0 && (
          <MenuGroup label="">
            {links.map(({ title, href, target, onClick }) => (
              <MenuItem key={title} label={title} url={href} target={target} onClick={onClick} />
            ))}
          </MenuGroup>
        )
      }
    />
  );
}

function linksOf({ frame, row }: GraphNode): LinkModel[] {
  return (frame?.fields ?? []).flatMap((field) => field.getLinks?.({ valueRowIndex: row }) ?? []);
}

const getStyles = (theme: GrafanaTheme2) => ({
  node: css({
    cursor: 'pointer',
    outline: 'none',
    '&:focus-visible > circle': { strokeWidth: 3, stroke: theme.colors.primary.border },
  }),
  disc: css({ fill: theme.colors.background.primary }),
  stat: css({ fill: theme.colors.text.primary, fontSize: 11, textAnchor: 'middle' }),
  title: css({ fill: theme.colors.text.primary, fontSize: 12, textAnchor: 'middle' }),
  subtitle: css({ fill: theme.colors.text.secondary, fontSize: 11, textAnchor: 'middle' }),
  header: css({ fontSize: theme.typography.bodySmall.fontSize, padding: theme.spacing(1) }),
});
