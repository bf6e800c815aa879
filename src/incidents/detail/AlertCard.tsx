import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, useStyles2 } from '@grafana/ui';

import { type AlertOccurrence, type Signal } from '../../api/types';
import { SeverityBadge } from '../../ui/SeverityBadge';
import { Duration, RelativeTime } from '../../ui/Time';
import { AlertDetails } from './AlertDetails';
import { AlertGraphToggle } from './AlertGraphToggle';
import { AlertLinks } from './AlertLinks';
import { type AlertIdentity } from './identities';

interface Props {
  identity: AlertIdentity;
  signal?: Signal;
  dataSourceUid?: string;
  /** The most urgent alert shows its graph at once. */
  graphOpen: boolean;
  detailsOpen: boolean;
}

export function AlertCard({ identity, signal, dataSourceUid, graphOpen, detailsOpen }: Props) {
  const { latest: alert, earlier } = identity;
  const styles = useStyles2(getStyles);
  return (
    <li className={styles.card}>
      <div className={styles.title}>
        <StateBadge alert={alert} />
        <SeverityBadge severity={alert.severity} />
        <h3 className={styles.name}>{alert.name}</h3>
        <span className={styles.secondary}>{subject(alert)}</span>
        <span className={styles.secondary}>
          <Duration from={alert.startsAt} to={alert.endsAt} />
        </span>
      </div>
      {alert.summary && <p className={styles.summary}>{alert.summary}</p>}
      {alert.softResolveReason && (
        <p className={styles.secondary}>
          {t('alert.soft-resolved', 'Ended without the condition having ended: {{reason}}', {
            reason: alert.softResolveReason,
            interpolation: { escapeValue: false },
          })}
        </p>
      )}
      <AlertLinks alert={alert} signal={signal} dataSourceUid={dataSourceUid} />
      {signal && <AlertGraphToggle alert={alert} signal={signal} initiallyOpen={graphOpen} />}
      <AlertDetails alert={alert} open={detailsOpen} />
      {earlier.length > 0 && <Earlier occurrences={earlier} />}
    </li>
  );
}

function subject({ service, labels, sourceName }: AlertOccurrence): string {
  return [service, labels.namespace, labels.node ?? labels.instance, sourceName].filter(Boolean).join(' · ');
}

function StateBadge({ alert }: { alert: AlertOccurrence }) {
  return alert.state === 'firing' ? (
    <Badge color="red" icon="bell" text={t('alert.firing', 'Firing')} />
  ) : (
    <Badge color="green" icon="check" text={t('alert.resolved', 'Resolved')} />
  );
}

function Earlier({ occurrences }: { occurrences: AlertOccurrence[] }) {
  const styles = useStyles2(getStyles);
  return (
    <details>
      <summary>
        {t('alert.earlier', 'Fired before in this incident: {{count}} times', {
          count: occurrences.length,
          defaultValue_one: 'Fired before in this incident: {{count}} time',
        })}
      </summary>
      <ul className={styles.earlier}>
        {occurrences.map((occurrence) => (
          <li key={occurrence.id}>
            <RelativeTime at={occurrence.startsAt} />
            {', '}
            {t('alert.for', 'for')} <Duration from={occurrence.startsAt} to={occurrence.endsAt} />
          </li>
        ))}
      </ul>
    </details>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    padding: theme.spacing(1.5),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
  }),
  title: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5, 1) }),
  name: css({ margin: 0, fontSize: theme.typography.h5.fontSize, overflowWrap: 'anywhere' }),
  secondary: css({ margin: 0, color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  summary: css({ margin: 0, overflowWrap: 'anywhere' }),
  earlier: css({ paddingLeft: theme.spacing(3), color: theme.colors.text.secondary }),
});
