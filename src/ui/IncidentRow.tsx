import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, Icon, useStyles2 } from '@grafana/ui';
import { Link } from 'react-router-dom';

import { type Incident } from '../api/types';
import { incidentPath } from '../app/nav';
import { LayerChip } from './LayerChip';
import { SeverityBadge } from './SeverityBadge';
import { isOpen } from './status';
import { StatusBadge } from './StatusBadge';
import { Duration, RelativeTime } from './Time';

const SERVICES_SHOWN = 3;

export function IncidentRow({ incident }: { incident: Incident }) {
  const styles = useStyles2(getStyles);
  return (
    <li className={styles.row}>
      <SeverityBadge severity={incident.severity} />
      <div className={styles.main}>
        <Link className={styles.link} to={incidentPath(incident.number)}>
          <span className={styles.number}>#{incident.number}</span> {incident.title}
        </Link>
        <div className={styles.tags}>
          {incident.layers.map((layer) => (
            <LayerChip key={layer} layer={layer} />
          ))}
          <span>{services(incident.services)}</span>
          {incident.drill && <Badge color="purple" text={t('incident.drill', 'Drill')} />}
          {incident.readers && <Badge color="orange" icon="lock" text={t('incident.restricted', 'Restricted')} />}
        </div>
      </div>
      <div className={styles.facts}>
        <span>
          <StatusBadge status={incident.status} />
        </span>
        <span className={styles.age}>
          <Age incident={incident} />
        </span>
        <span className={styles.alerts}>{alertCount(incident)}</span>
        <span className={styles.acknowledged}>
          <Acknowledgement incident={incident} />
        </span>
      </div>
    </li>
  );
}

function services(names: string[]): string {
  const shown = names.slice(0, SERVICES_SHOWN).join(', ');
  const more = names.length - SERVICES_SHOWN;
  return more > 0
    ? t('incident.services-more', '{{shown}} and {{more}} more', { shown, more, interpolation: { escapeValue: false } })
    : shown;
}

function alertCount({ firingAlerts, totalAlerts }: Incident): string {
  return t('incident.alert-count', '{{firing}} of {{total}} firing', { firing: firingAlerts, total: totalAlerts });
}

function Age({ incident }: { incident: Incident }) {
  if (isOpen(incident.status)) {
    return <Duration from={incident.detectedAt} />;
  }
  return <RelativeTime at={incident.resolvedAt ?? incident.updatedAt} />;
}

function Acknowledgement({ incident }: { incident: Incident }) {
  if (incident.acknowledged) {
    return (
      <>
        <Icon name="check" size="sm" aria-hidden />{' '}
        {incident.acknowledgedBy
          ? t('incident.acknowledged-by', 'Acknowledged by {{name}}', {
              name: incident.acknowledgedBy,
              interpolation: { escapeValue: false },
            })
          : t('incident.acknowledged', 'Acknowledged')}
      </>
    );
  }
  return isOpen(incident.status) ? t('incident.not-acknowledged', 'Not acknowledged') : null;
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({
    position: 'relative',
    display: 'grid',
    // The badges differ in width by their digits; the titles stand in one line.
    gridTemplateColumns: `${theme.spacing(4)} minmax(0, 1fr) auto`,
    alignItems: 'center',
    gap: theme.spacing(0.5, 1.5),
    padding: theme.spacing(1, 1.5),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    '&:hover': { background: theme.colors.action.hover },
    '&:focus-within': { background: theme.colors.action.focus },
    [theme.breakpoints.down('lg')]: { gridTemplateColumns: `${theme.spacing(4)} minmax(0, 1fr)`, alignItems: 'start' },
  }),
  main: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5), minWidth: 0 }),
  link: css({
    fontWeight: theme.typography.fontWeightMedium,
    overflowWrap: 'anywhere',
    // The whole row is the target, while screen readers and keyboards get one link.
    '&::after': { content: '""', position: 'absolute', inset: 0 },
    '&:focus-visible': { outline: 'none' },
    '&:focus-visible::after': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: '-2px' },
  }),
  number: css({ color: theme.colors.text.secondary }),
  tags: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  facts: css({
    display: 'grid',
    gridTemplateColumns: '120px 80px 100px 200px',
    alignItems: 'center',
    gap: theme.spacing(1),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontVariantNumeric: 'tabular-nums',
    // Above the stretched link, for the tooltips.
    '& time, & [data-status]': { position: 'relative', zIndex: 1 },
    [theme.breakpoints.down('lg')]: { gridColumn: '2', display: 'flex', flexWrap: 'wrap' },
  }),
  age: css({ color: theme.colors.text.primary, whiteSpace: 'nowrap' }),
  alerts: css({ whiteSpace: 'nowrap' }),
  acknowledged: css({ overflowWrap: 'anywhere' }),
});
