import React, { useCallback, useMemo, useState } from 'react';
import { t } from '@grafana/i18n';
import { Alert, Button, Stack } from '@grafana/ui';
import { useSearchParams } from 'react-router-dom';

import { type RunbookList, useRunbooks } from '../../api/runbooks';
import { navUrl, ROUTES } from '../../app/nav';
import { EmptyState } from '../../ui/EmptyState';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { Page } from '../../ui/Page';
import { Coverage } from './Coverage';
import { ImportPanel } from './ImportPanel';
import { ListActions } from './ListActions';
import { ListFilters } from './ListFilters';
import { RunbookTable } from './RunbookTable';
import { type ListView, readView, shownRunbooks, writeView } from './view';

export function RunbooksPage() {
  const runbooks = useRunbooks();
  const [importing, setImporting] = useState(false);
  return (
    <Page
      width="list"
      pageNav={{ text: t('runbooks.title', 'Runbooks'), url: navUrl(ROUTES.runbooks) }}
      subTitle={t('runbooks.subtitle', 'What to do about each alert, what to do in maintenance, and how it went')}
      actions={<ListActions importing={importing} onImport={() => setImporting(!importing)} />}
    >
      <Stack direction="column" gap={2}>
        {importing && <ImportPanel onDone={() => setImporting(false)} />}
        {runbooks.isPending && <Loading />}
        {runbooks.isError && (
          <QueryError
            title={t('runbooks.failed', 'The runbooks could not be loaded')}
            error={runbooks.error}
            stale={runbooks.data !== undefined}
            onRetry={() => void runbooks.refetch()}
          />
        )}
        {runbooks.data && <Loaded list={runbooks.data} />}
      </Stack>
    </Page>
  );
}

function Loaded({ list }: { list: RunbookList }) {
  const [view, change] = useListView();
  const shown = shownRunbooks(list.runbooks, view);
  return (
    <>
      {list.outdated && (
        <Alert severity="warning" title={t('runbooks.outdated', 'Own runbooks and their use cannot be read now')}>
          {list.outdated}
        </Alert>
      )}
      <Coverage list={list} />
      <ListFilters view={view} onChange={change} />
      {shown.length > 0 ? (
        <RunbookTable runbooks={shown} />
      ) : (
        <EmptyState
          icon="search"
          title={t('runbooks.nothing', 'No runbook matches')}
          action={
            <Button variant="secondary" onClick={() => change({ q: '', kind: '', show: 'all' })}>
              {t('runbooks.show-all', 'Show all')}
            </Button>
          }
        />
      )}
    </>
  );
}

/** The view lives in the URL, so that a link shows the same runbooks. */
function useListView(): [ListView, (change: Partial<ListView>) => void] {
  const [params, setParams] = useSearchParams();
  const view = useMemo(() => readView(params), [params]);
  const change = useCallback(
    (part: Partial<ListView>) =>
      // One entry in the history per letter would make the back button useless.
      setParams((current) => writeView({ ...readView(current), ...part }), { replace: true }),
    [setParams]
  );
  return [view, change];
}
