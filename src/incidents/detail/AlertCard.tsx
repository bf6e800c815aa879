import React, { lazy, Suspense, useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, Button, useStyles2 } from '@grafana/ui';

import { type AlertOccurrence, type Signal } from '../../api/types';
import { Loading } from '../../ui/Loading';
import { SeverityBadge } from '../../ui/SeverityBadge';
import { Duration } from '../../ui/Time';
import { AlertDetails } from './AlertDetails';
import { AlertLinks } from './AlertLinks';

// Scenes are large; an incident is read before its graph is there.
const AlertGraph = lazy(async () => ({ default: (await import('./AlertGraph')).AlertGraph }));

interface Props {
  alert: AlertOccurrence;
  signal?: Signal;
  dataSourceUid?: string;
  /** The first alert shows all of itself. */
  expanded: boolean;
}

export function AlertCard({ alert, signal, dataSourceUid, expanded }: Props) {
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
          })}
        </p>
      )}
      <AlertLinks alert={alert} signal={signal} dataSourceUid={dataSourceUid} />
      {signal && dataSourceUid && (
        <Graph alert={alert} signal={signal} dataSourceUid={dataSourceUid} shown={expanded} />
      )}
      <AlertDetails alert={alert} open={expanded} />
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

interface GraphProps {
  alert: AlertOccurrence;
  signal: Signal;
  dataSourceUid: string;
  shown: boolean;
}

function Graph({ shown, ...graph }: GraphProps) {
  const [open, setOpen] = useState(shown);
  const styles = useStyles2(getStyles);
  return (
    <div>
      <Button
        size="sm"
        variant="secondary"
        fill="text"
        icon={open ? 'angle-down' : 'angle-right'}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {t('alert.graph', 'Graph: {{title}}', { title: graph.signal.title, interpolation: { escapeValue: false } })}
      </Button>
      {open && (
        <div className={styles.graph}>
          <Suspense fallback={<Loading />}>
            <AlertGraph {...graph} />
          </Suspense>
        </div>
      )}
    </div>
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
  // The height is kept while the graph loads.
  graph: css({ height: theme.spacing(32), display: 'flex', flexDirection: 'column' }),
});
