import React, { memo, type MouseEvent } from 'react';
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2, locationUtil } from '@grafana/data';
import { t } from '@grafana/i18n';
import { locationService } from '@grafana/runtime';
import { Checkbox, useStyles2 } from '@grafana/ui';

import { LayerChip } from '../ui/LayerChip';
import { SeverityBadge } from '../ui/SeverityBadge';
import { severityColor } from '../ui/severity';
import { type BoardItem, pathOf } from './item';
import { narrow, TINY } from './layout';
import { MoreLinks } from './MoreLinks';
import { Marks } from './Marks';

const SERVICES_SHOWN = 2;

interface Props {
  item: BoardItem;
  /** In one line, for the dense table. */
  dense?: boolean;
  current: boolean;
  chosen: boolean;
  /** Absent: nothing can be chosen. */
  onChoose?: (id: string) => void;
  onCurrent?: (id: string) => void;
}

export const Card = memo(function Card({ item, dense = false, current, chosen, onChoose, onCurrent }: Props) {
  const styles = useStyles2(getStyles, item.severity);
  return (
    <article
      className={cx(dense ? styles.line : styles.card, current && styles.current, item.acknowledged && styles.taken)}
      data-item-id={item.id}
      aria-current={current || undefined}
      onFocus={() => onCurrent?.(item.id)}
    >
      <div className={styles.head}>
        {onChoose && (
          <Checkbox
            value={chosen}
            onChange={() => onChoose(item.id)}
            aria-label={t('board.choose', 'Choose {{title}}', {
              title: item.title,
              interpolation: { escapeValue: false },
            })}
          />
        )}
        <SeverityBadge severity={item.severity} />
        <ItemLink item={item} className={dense ? styles.oneLine : styles.title} />
      </div>
      <div className={styles.tags}>
        {item.layers.map((layer) => (
          <LayerChip key={layer} layer={layer} />
        ))}
        <span className={styles.services}>{servicesText(item.services)}</span>
      </div>
      <Marks item={item} />
      {item.links && <MoreLinks links={item.links} />}
    </article>
  );
});

/** A click stays inside of Grafana; a new tab, and a link of another origin, are the browser's. */
function ItemLink({ item, className }: { item: BoardItem; className: string }) {
  const path = pathOf(item);
  const title = item.incident ? `#${item.incident.number} ${item.title}` : item.title;
  if (!path) {
    return (
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keys of the board move the focus here
      <span className={className} tabIndex={0} title={title} data-item-link>
        {title}
      </span>
    );
  }
  const inside = path.startsWith('/');
  const follow = (event: MouseEvent) => {
    if (
      inside &&
      !item.newTab &&
      event.button === 0 &&
      !event.metaKey &&
      !event.ctrlKey &&
      !event.shiftKey &&
      !event.altKey
    ) {
      event.preventDefault();
      locationService.push(path);
    }
  };
  return (
    <a
      className={className}
      data-item-link
      href={inside ? locationUtil.assureBaseUrl(path) : path}
      target={item.newTab ? '_blank' : undefined}
      rel="noopener noreferrer"
      onClick={follow}
      title={title}
    >
      {title}
    </a>
  );
}

function servicesText(services: string[]): string {
  const more = services.length - SERVICES_SHOWN;
  const shown = services.slice(0, SERVICES_SHOWN).join(', ');
  return more > 0
    ? t('incident.services-more', '{{shown}} and {{more}} more', { shown, more, interpolation: { escapeValue: false } })
    : shown;
}

const getStyles = (theme: GrafanaTheme2, severity: BoardItem['severity']) => {
  const edge = `3px solid ${severityColor(severity, theme)}`;
  const box = {
    borderLeft: edge,
    background: theme.colors.background.primary,
    '&:hover': { background: theme.colors.action.hover },
  };
  return {
    card: css({
      ...box,
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(0.5),
      padding: theme.spacing(1),
      borderRadius: theme.shape.radius.default,
    }),
    line: css({
      ...box,
      display: 'grid',
      gridTemplateColumns: 'minmax(0, 1fr) minmax(120px, 260px) minmax(200px, 420px)',
      alignItems: 'center',
      gap: theme.spacing(1.5),
      padding: theme.spacing(0.25, 1),
      borderBottom: `1px solid ${theme.colors.border.weak}`,
      [narrow(theme)]: { gridTemplateColumns: 'minmax(0, 1fr)', gap: theme.spacing(0.25) },
    }),
    current: css({ outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: '-2px' }),
    taken: css({ background: theme.colors.background.secondary }),
    head: css({ display: 'flex', alignItems: 'flex-start', gap: theme.spacing(1), minWidth: 0 }),
    title: css({
      fontWeight: theme.typography.fontWeightMedium,
      overflowWrap: 'anywhere',
      display: '-webkit-box',
      WebkitLineClamp: 3,
      WebkitBoxOrient: 'vertical',
      overflow: 'hidden',
      '&:hover': { textDecoration: 'underline' },
    }),
    oneLine: css({
      fontWeight: theme.typography.fontWeightMedium,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
      '&:hover': { textDecoration: 'underline' },
    }),
    tags: css({
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(0.5),
      [TINY]: { display: 'none' },
    }),
    services: css({
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      overflowWrap: 'anywhere',
    }),
  };
};
