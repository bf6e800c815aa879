import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Stack, useStyles2 } from '@grafana/ui';

import { type IncidentFilters, useIncidents } from '../../api/incidents';
import { navUrl, ROUTES } from '../../app/nav';
import { LiveIndicator } from '../../ui/LiveIndicator';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { IncidentFilterBar } from './IncidentFilterBar';
import { IncidentRow } from '../../ui/IncidentRow';
import { Page } from '../../ui/Page';
import { NoIncidents } from './NoIncidents';
import { useFilters } from './useFilters';

const NO_FILTERS: Partial<IncidentFilters> = { severity: [], layer: [], service: '', q: '' };

export function IncidentsPage() {
  const [filters, change] = useFilters();
  const list = useIncidents(filters);
  return (
    <Page
      width="list"
      pageNav={{ text: t('incidents.title', 'Incidents'), url: navUrl(ROUTES.incidents) }}
      actions={<LiveIndicator dataAt={list.dataUpdatedAt} />}
    >
      <IncidentFilterBar filters={filters} onChange={change} />
      {list.isError && (
        <QueryError
          title={t('incidents.failed', 'The incidents could not be loaded')}
          error={list.error}
          stale={list.data !== undefined}
          onRetry={() => void list.refetch()}
        />
      )}
      {list.isPending && <Loading />}
      {list.data && <Rows list={list} filters={filters} onClear={() => change(NO_FILTERS)} />}
    </Page>
  );
}

interface RowsProps {
  list: ReturnType<typeof useIncidents>;
  filters: IncidentFilters;
  onClear: () => void;
}

function Rows({ list, filters, onClear }: RowsProps) {
  const styles = useStyles2(getStyles);
  const incidents = (list.data ?? []).flatMap((page) => page.incidents);
  if (incidents.length === 0) {
    return <NoIncidents filters={filters} onClear={onClear} />;
  }
  return (
    <>
      <ul className={styles} aria-busy={list.isPlaceholderData}>
        {incidents.map((incident) => (
          <IncidentRow key={incident.number} incident={incident} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Stack justifyContent="center">
          <Button variant="secondary" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {list.isFetchingNextPage ? t('incidents.loading-more', 'Loading…') : t('incidents.more', 'Load more')}
          </Button>
        </Stack>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({ listStyle: 'none', marginTop: theme.spacing(1), '&[aria-busy=true]': { opacity: 0.6 } });
