import React from 'react';
import { t } from '@grafana/i18n';
import { PluginPage } from '@grafana/runtime';
import { Alert, Stack, TextLink } from '@grafana/ui';
import { useParams } from 'react-router-dom';

import { type Runbook, useRunbook } from '../../api/runbooks';
import { prefixRoute, ROUTES } from '../../app/nav';
import { ChangedByReviews } from '../../ui/ChangedByReviews';
import { EmptyState } from '../../ui/EmptyState';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { sectionName } from '../../ui/runbook/names';
import { runbookNav } from '../runbooksNav';
import { Sections } from '../Sections';
import { Problems } from './Problems';
import { Remarks } from './Remarks';
import { RunbookActions } from './RunbookActions';
import { RunbookFacts } from './RunbookFacts';

/** What to do about an alert: where the runbook link of an alert rule leads. */
export function RunbookPage() {
  const { id = '' } = useParams();
  const runbook = useRunbook(id);
  if (runbook.error?.code === 'unknown_runbook') {
    return <NoRunbook id={id} />;
  }
  return (
    <PluginPage pageNav={runbookNav(id, runbook.data?.summary.title)}>
      {runbook.isPending && <Loading />}
      {runbook.isError && (
        <QueryError
          title={t('runbook.failed', 'The runbook could not be loaded')}
          error={runbook.error}
          stale={runbook.data !== undefined}
          onRetry={() => void runbook.refetch()}
        />
      )}
      {runbook.data && <Loaded key={id} runbook={runbook.data} />}
    </PluginPage>
  );
}

function Loaded({ runbook }: { runbook: Runbook }) {
  const { summary, doc, problems, remarks } = runbook;
  return (
    <Stack direction="column" gap={2}>
      <RunbookFacts summary={summary} match={doc.match} />
      <ChangedByReviews of="runbook" target={summary.id} />
      <RunbookActions runbook={runbook} />
      {summary.archived && (
        <Alert severity="info" title={t('runbook.archived', 'This runbook is archived')}>
          {t('runbook.archived-why', 'It is not offered on incidents. {{name}} archived it.', {
            name: summary.archivedBy ?? '',
            interpolation: { escapeValue: false },
          })}
        </Alert>
      )}
      {doc.missing.length > 0 && summary.readable && (
        <Alert severity="warning" title={t('runbook.missing', 'Sections are missing')}>
          {doc.missing.map(sectionName).join(', ')}
        </Alert>
      )}
      <Problems problems={problems} />
      <Sections sections={doc.sections} />
      <Remarks remarks={remarks} />
    </Stack>
  );
}

function NoRunbook({ id }: { id: string }) {
  return (
    <PluginPage pageNav={runbookNav(id, undefined)}>
      <EmptyState
        icon="search-minus"
        title={t('runbook.unknown', 'There is no runbook "{{id}}"', { id, interpolation: { escapeValue: false } })}
        action={<TextLink href={prefixRoute(ROUTES.runbooks)}>{t('runbook.to-list', 'All runbooks')}</TextLink>}
      />
    </PluginPage>
  );
}
