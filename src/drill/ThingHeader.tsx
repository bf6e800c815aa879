import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, Stack, TextLink, useStyles2 } from '@grafana/ui';

import { incidentPath } from '../app/nav';
import { type Thing } from '../signals/things';
import { SeverityBadge } from '../ui/SeverityBadge';
import { Fact } from './Fact';
import { Related } from './Related';
import { type ThingAlert, type ThingAlerts } from './useThingAlerts';
import { type TopologyState } from './useTopology';
import { type View } from './view';

interface Props {
  thing: Thing;
  related: TopologyState;
  alerts: ThingAlerts;
  view: View;
}

/** What it is, what is wrong with it, and what belongs to it. */
export function ThingHeader({ thing, related, alerts, view }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <dl className={styles.facts}>
      <Fact name={kindName(thing.kind)}>
        <strong>{thing.name}</strong>
      </Fact>
      {thing.kind !== 'node' && <Fact name={t('drill.fact.namespace', 'Namespace')}>{thing.namespace ?? '–'}</Fact>}
      <Fact name={t('drill.fact.cluster', 'Cluster')}>{clusters(related, view)}</Fact>
      <Fact name={t('drill.fact.incidents', 'Open incidents')}>
        <Incidents alerts={alerts} />
      </Fact>
      <Fact name={t('drill.fact.alerts', 'Firing alerts')}>
        <Alerts alerts={alerts} />
      </Fact>
      <Related thing={thing} related={related} view={view} />
    </dl>
  );
}

function kindName(kind: Thing['kind']): string {
  switch (kind) {
    case 'service':
      return t('drill.fact.service', 'Service');
    case 'node':
      return t('drill.fact.node', 'Node');
    case 'pod':
      return t('drill.fact.pod', 'Pod');
  }
}

/** Several clusters may have a thing of this name. */
function clusters({ topology }: TopologyState, { cluster }: View): string {
  const all = [...(topology?.pods ?? []), ...(topology?.nodes ?? [])];
  const found = [...new Set(all.flatMap((one) => one.cluster ?? []))].sort();
  return cluster ?? (found.join(', ') || '–');
}

function Incidents({ alerts: { incidents, pending, message, more } }: { alerts: ThingAlerts }) {
  if (message !== undefined) {
    return <NotKnown message={message} />;
  }
  if (incidents.length === 0) {
    return <>{pending ? t('drill.asking', 'asking …') : t('drill.none.label', 'none')}</>;
  }
  return (
    <Stack direction="column" gap={0.5}>
      {incidents.map(({ number, title, severity }) => (
        <span key={number}>
          <SeverityBadge severity={severity} /> <TextLink href={incidentPath(number)}>{`#${number} ${title}`}</TextLink>
        </span>
      ))}
      {more && t('drill.more-incidents', 'Only the most severe open incidents were looked into.')}
    </Stack>
  );
}

function NotKnown({ message }: { message: string }) {
  return <>{t('drill.records-failed', 'not known: {{message}}', { message, interpolation: { escapeValue: false } })}</>;
}

const ALERTS_SHOWN = 5;

function Alerts({ alerts: { firing, pending, message } }: { alerts: ThingAlerts }) {
  if (message !== undefined) {
    return <NotKnown message={message} />;
  }
  if (firing.length === 0) {
    return <>{pending ? t('drill.asking', 'asking …') : t('drill.none.label', 'none')}</>;
  }
  const rest = firing.length - ALERTS_SHOWN;
  return (
    <Stack direction="column" gap={0.5}>
      {firing.slice(0, ALERTS_SHOWN).map((alert) => (
        <span key={alert.id}>
          <Icon name="bell" size="sm" aria-hidden /> {alertText(alert)}
        </span>
      ))}
      {rest > 0 && t('drill.more-alerts', 'and {{count}} more', { count: rest })}
    </Stack>
  );
}

function alertText({ name, severity, summary }: ThingAlert): string {
  return summary ? `${name} (${severity}): ${summary}` : `${name} (${severity})`;
}

const getStyles = (theme: GrafanaTheme2) => ({
  facts: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1, 4),
    margin: theme.spacing(0, 0, 2),
    paddingBottom: theme.spacing(1.5),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    '& > div': { minWidth: 0, maxWidth: '100%' },
    '& dt': {
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      fontWeight: theme.typography.fontWeightRegular,
    },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  }),
});
