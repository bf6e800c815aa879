import React from 'react';
import { t } from '@grafana/i18n';
import { PluginPage } from '@grafana/runtime';
import { useParams } from 'react-router-dom';

import { type Runbook, useRunbook, useRunbookVersions } from '../../api/runbooks';
import { EmptyState } from '../../ui/EmptyState';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { runbookNav } from '../runbooksNav';
import { VersionList } from './VersionList';

export function RunbookVersionsPage() {
  const { id = '' } = useParams();
  const runbook = useRunbook(id);
  return (
    <PluginPage
      pageNav={{ text: t('runbook.versions', 'Versions'), parentItem: runbookNav(id, runbook.data?.summary.title) }}
    >
      {runbook.isPending && <Loading />}
      {runbook.isError && !runbook.data && (
        <QueryError
          title={t('runbook.failed', 'The runbook could not be loaded')}
          error={runbook.error}
          onRetry={() => void runbook.refetch()}
        />
      )}
      {runbook.data && <Versions key={id} runbook={runbook.data} />}
    </PluginPage>
  );
}

function Versions({ runbook }: { runbook: Runbook }) {
  const versions = useRunbookVersions(runbook.summary.id);
  if (versions.isError && !versions.data) {
    return (
      <QueryError
        title={t('runbook.versions-failed', 'The versions could not be loaded')}
        error={versions.error}
        onRetry={() => void versions.refetch()}
      />
    );
  }
  if (!versions.data) {
    return <Loading />;
  }
  if (versions.data.length === 0) {
    return (
      <EmptyState icon="history" title={t('runbook.no-versions', 'There is only the text that comes with Strata')}>
        {t(
          'runbook.no-versions-why',
          'Each save makes a version of your own; the built-in text stays and can be gone back to.'
        )}
      </EmptyState>
    );
  }
  return <VersionList runbook={runbook} versions={versions.data} />;
}
