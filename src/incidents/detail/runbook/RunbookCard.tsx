import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Text, useStyles2 } from '@grafana/ui';

import { type IncidentRunbooks, useIncidentRunbooks } from '../../../api/runbookRuns';
import { type IncidentDetail } from '../../../api/types';
import { Loading } from '../../../ui/Loading';
import { QueryError } from '../../../ui/QueryError';
import { isEditor } from '../../../ui/user';
import { Matches } from './Matches';
import { RunView } from './RunView';

/** What to do about the incident, and how far people are with it. */
export function RunbookCard({ detail }: { detail: IncidentDetail }) {
  const styles = useStyles2(getStyles);
  const { number } = detail.incident;
  const runbooks = useIncidentRunbooks(number);
  return (
    <section className={styles} aria-labelledby="incident-runbook">
      <Text element="h2" variant="h4" id="incident-runbook">
        {t('run.title', 'Runbook')}
      </Text>
      {runbooks.isPending && <Loading />}
      {runbooks.isError && (
        <QueryError
          title={t('run.failed', 'The runbooks could not be loaded')}
          error={runbooks.error}
          stale={runbooks.data !== undefined}
          onRetry={() => void runbooks.refetch()}
        />
      )}
      {runbooks.data && <Content number={number} runbooks={runbooks.data} refusal={refusal(detail)} />}
    </section>
  );
}

interface ContentProps {
  number: number;
  runbooks: IncidentRunbooks;
  refusal?: string;
}

function Content({ number, runbooks, refusal }: ContentProps) {
  const newestFirst = [...runbooks.runs].reverse();
  return (
    <>
      {newestFirst.map((run) => (
        <RunView key={run.id} number={number} run={run} refusal={refusal} />
      ))}
      <Matches number={number} runbooks={runbooks} refusal={refusal} />
    </>
  );
}

/** Why the person may not use runbooks here; undefined when they may. */
function refusal({ incident }: IncidentDetail): string | undefined {
  if (!isEditor()) {
    return t('incident.refusal.role', 'You need the role Editor to act on incidents');
  }
  return incident.status === 'merged'
    ? t('run.refusal.merged', 'The incident was merged; go on with the other one')
    : undefined;
}

const getStyles = (theme: GrafanaTheme2) =>
  css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1.5), minWidth: 0 });
