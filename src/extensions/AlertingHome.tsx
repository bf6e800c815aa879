import React from 'react';
import { css } from '@emotion/css';
import { t } from '@grafana/i18n';
import { config } from '@grafana/runtime';
import { Stack, Text, TextLink, useStyles2 } from '@grafana/ui';

import { useBoard } from '../api/board';
import { type Incident, SEVERITIES } from '../api/types';
import { incidentPath, prefixRoute, ROUTES } from '../app/nav';
import { durationBetween, useNow } from '../ui/clock';
import { Loading } from '../ui/Loading';
import { QueryError } from '../ui/QueryError';
import { SeverityBadge } from '../ui/SeverityBadge';
import { Surface } from './Surface';

const SHOWN = 3;

/** The box on the home page of Grafana Alerting: open incidents by severity, one's own, and the updates that are due next. */
export function AlertingHome() {
  return (
    <Surface>
      <Summary />
    </Surface>
  );
}

function Summary() {
  const board = useBoard();
  if (board.isPending) {
    return <Loading />;
  }
  if (!board.data) {
    return (
      <QueryError
        title={t('alerting-home.failed', 'The open incidents could not be loaded')}
        error={board.error}
        onRetry={() => void board.refetch()}
      />
    );
  }
  const { incidents } = board.data;
  const { login } = config.bootData.user;
  return (
    <Stack direction="column" gap={1}>
      <Text element="h3" variant="h5">
        {t('alerting-home.title', 'Incidents in Strata')}
      </Text>
      <Counts incidents={incidents} />
      <Few
        title={t('alerting-home.mine', 'Yours')}
        none={t('alerting-home.none-mine', 'None is yours')}
        incidents={incidents.filter((one) => one.commander === login || one.acknowledgedBy === login)}
      />
      <Few
        title={t('alerting-home.updates', 'Next updates')}
        none={t('alerting-home.no-updates', 'No update is due')}
        incidents={incidents.filter(({ nextUpdateDue }) => nextUpdateDue).sort(byDue)}
        due
      />
      <TextLink href={prefixRoute(ROUTES.triage)}>{t('alerting-home.triage', 'Triage board')}</TextLink>
    </Stack>
  );
}

function Counts({ incidents }: { incidents: Incident[] }) {
  if (incidents.length === 0) {
    return <span>{t('alerting-home.none', 'No incident is open')}</span>;
  }
  return (
    <Stack gap={2} wrap="wrap">
      {SEVERITIES.map((severity) => (
        <Stack key={severity} gap={0.5} alignItems="center">
          <SeverityBadge severity={severity} />
          {incidents.filter((one) => one.severity === severity).length}
        </Stack>
      ))}
    </Stack>
  );
}

interface FewProps {
  title: string;
  none: string;
  incidents: Incident[];
  due?: boolean;
}

function Few({ title, none, incidents, due = false }: FewProps) {
  const styles = useStyles2(getStyles);
  return (
    <div>
      <Text element="h4" variant="bodySmall" color="secondary">
        {title}
      </Text>
      {incidents.length === 0 ? (
        <span>{none}</span>
      ) : (
        <ul className={styles.list}>
          {incidents.slice(0, SHOWN).map((incident) => (
            <li key={incident.number} className={styles.item}>
              <TextLink href={incidentPath(incident.number)}>{`#${incident.number} ${incident.title}`}</TextLink>
              {due && incident.nextUpdateDue && <Due at={incident.nextUpdateDue} />}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Due({ at }: { at: string }) {
  const dueMs = Date.parse(at);
  const now = useNow(dueMs);
  return (
    <span>
      {' '}
      {dueMs < now
        ? t('alerting-home.late', '{{time}} late', { time: durationBetween(dueMs, now) })
        : t('alerting-home.in', 'in {{time}}', { time: durationBetween(now, dueMs) })}
    </span>
  );
}

function byDue(a: Incident, b: Incident): number {
  return Date.parse(a.nextUpdateDue ?? '') - Date.parse(b.nextUpdateDue ?? '');
}

const getStyles = () => ({
  list: css({ listStyle: 'none' }),
  item: css({ overflowWrap: 'anywhere' }),
});
