import React from 'react';
import { t } from '@grafana/i18n';
import { useParams } from 'react-router-dom';

import { useRunbook } from '../../api/runbooks';
import { EmptyState } from '../../ui/EmptyState';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { Page } from '../../ui/Page';
import { roleRefusal, textRefusal } from '../role';
import { runbookNav, runbooksNav } from '../runbooksNav';
import { Editor } from './Editor';
import { TEMPLATE } from './template';

/** Writes a new runbook, or a new version of one. */
export function RunbookEditPage() {
  const { id } = useParams();
  return id === undefined ? <NewRunbook /> : <KnownRunbook id={id} />;
}

function NewRunbook() {
  const refusal = roleRefusal();
  return (
    <Page width="list" pageNav={{ text: t('runbook.edit.new', 'New runbook'), parentItem: runbooksNav() }}>
      {refusal ? <EmptyState icon="lock" title={refusal} /> : <Editor text={TEMPLATE} revision={0} />}
    </Page>
  );
}

function KnownRunbook({ id }: { id: string }) {
  const runbook = useRunbook(id);
  const title = runbook.data?.summary.title;
  const refusal = runbook.data && textRefusal(runbook.data.summary);
  return (
    <Page width="list" pageNav={{ text: t('runbook.edit.title', 'Edit'), parentItem: runbookNav(id, title) }}>
      {runbook.isPending && <Loading />}
      {runbook.isError && !runbook.data && (
        <QueryError
          title={t('runbook.failed', 'The runbook could not be loaded')}
          error={runbook.error}
          onRetry={() => void runbook.refetch()}
        />
      )}
      {runbook.data &&
        (refusal ? (
          <EmptyState icon="lock" title={refusal} />
        ) : (
          <Editor id={id} text={runbook.data.text} revision={runbook.data.revision} />
        ))}
    </Page>
  );
}
