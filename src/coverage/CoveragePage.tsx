import React, { useCallback } from 'react';
import { t } from '@grafana/i18n';
import { Button, Stack } from '@grafana/ui';

import { useCatalogIndex } from '../api/catalogIndex';
import { type CatalogIndex } from '../api/types';
import { navUrl, ROUTES } from '../app/nav';
import { useProbes } from '../signals/providers/useProbes';
import { downloadText } from '../ui/download';
import { EmptyState } from '../ui/EmptyState';
import { Loading } from '../ui/Loading';
import { QueryError } from '../ui/QueryError';
import { Page } from '../ui/Page';
import { CheckButton } from './CheckButton';
import { CoverageList } from './CoverageList';
import { coverageCsv } from './csv';
import { Filters, Legend } from './Filters';
import { countStates, groupRows, type Row, shares } from './rows';
import { Shares } from './Shares';
import { useCoverage } from './useCoverage';
import { useCoverageView } from './useCoverageView';
import { useValueChecks } from './useValueChecks';
import { filterRows } from './view';

export function CoveragePage() {
  const index = useCatalogIndex();
  return (
    <Page
      width="list"
      pageNav={{ text: t('coverage.title', 'Coverage'), url: navUrl(ROUTES.coverage) }}
      subTitle={t('coverage.subtitle', 'Which signals your data sources can answer, and what the others need')}
    >
      {index.isPending && <Loading />}
      {index.isError && (
        <QueryError
          title={t('coverage.failed', 'The signal catalog could not be loaded')}
          error={index.error}
          onRetry={() => void index.refetch()}
        />
      )}
      {index.data && <Coverage index={index.data} />}
    </Page>
  );
}

function Coverage({ index }: { index: CatalogIndex }) {
  const [view, change] = useCoverageView();
  const probes = useProbes();
  const checks = useValueChecks();
  const rows = useCoverage(index, probes, checks.checks);
  const shown = filterRows(rows, view);
  const { start } = checks;
  // The same functions on every render, so that rows that did not change are not drawn again.
  const checkOne = useCallback((row: Row) => start([row]), [start]);
  const open = useCallback((signal: string) => change({ signal }), [change]);
  return (
    <>
      <Shares shares={shares(rows)} />
      <Filters view={view} counts={countStates(rows.map(({ state }) => state))} onChange={change} />
      <Legend />
      <Stack gap={1} wrap="wrap" alignItems="center" justifyContent="space-between">
        <span role="status">
          {probes.pending
            ? t('coverage.asking', 'Asking the data sources…')
            : t('coverage.shown', 'Signals: {{shown}} of {{all}}', { shown: shown.length, all: rows.length })}
        </span>
        <Stack gap={1} wrap="wrap">
          <CheckButton rows={shown} checks={checks} />
          <Button variant="secondary" icon="sync" disabled={probes.pending} onClick={probes.refresh}>
            {t('coverage.refresh', 'Ask the data sources again')}
          </Button>
          <Button
            variant="secondary"
            icon="download-alt"
            disabled={shown.length === 0}
            onClick={() => downloadText('strata-coverage.csv', 'text/csv', coverageCsv(shown))}
          >
            {t('coverage.csv', 'CSV')}
          </Button>
        </Stack>
      </Stack>
      {checks.error && (
        <p role="alert">
          {t('coverage.check-failed', 'The queries could not be loaded: {{error}}', {
            error: checks.error,
            interpolation: { escapeValue: false },
          })}
        </p>
      )}
      {shown.length === 0 ? (
        <EmptyState icon="search" title={t('coverage.nothing', 'No signal matches')} />
      ) : (
        <CoverageList
          groups={groupRows(shown, index.groups)}
          open={view.signal}
          onOpen={open}
          onCheck={checks.progress ? undefined : checkOne}
        />
      )}
    </>
  );
}
