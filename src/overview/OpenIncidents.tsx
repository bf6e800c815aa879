import React from 'react';
import { css } from '@emotion/css';
import { t } from '@grafana/i18n';
import { TextLink, useStyles2 } from '@grafana/ui';

import { useIncidents } from '../api/incidents';
import { prefixRoute, ROUTES } from '../app/nav';
import { EmptyState } from '../ui/EmptyState';
import { IncidentRow } from '../ui/IncidentRow';
import { Loading } from '../ui/Loading';
import { QueryError } from '../ui/QueryError';

const SHOWN = 10;

export function OpenIncidents() {
  const styles = useStyles2(getStyles);
  const list = useIncidents({ state: 'open', severity: [], layer: [], service: '', q: '' }, SHOWN);
  if (list.isPending) {
    return <Loading />;
  }
  if (!list.data) {
    return (
      <QueryError
        title={t('overview.incidents-failed', 'The open incidents could not be loaded')}
        error={list.error}
        onRetry={() => void list.refetch()}
      />
    );
  }
  const incidents = list.data[0]?.incidents ?? [];
  if (incidents.length === 0) {
    return <EmptyState icon="check-circle" title={t('overview.none-open', 'No open incidents')} />;
  }
  return (
    <>
      <ul className={styles}>
        {incidents.map((incident) => (
          <IncidentRow key={incident.number} incident={incident} />
        ))}
      </ul>
      {list.hasNextPage && (
        <TextLink href={prefixRoute(ROUTES.incidents)}>{t('overview.all-incidents', 'All open incidents')}</TextLink>
      )}
    </>
  );
}

const getStyles = () => css({ listStyle: 'none' });
