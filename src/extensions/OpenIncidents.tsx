import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import { Link } from 'react-router-dom';

import { useIncidents } from '../api/incidents';
import { prefixRoute, ROUTES } from '../app/nav';
import { IncidentRow } from '../ui/IncidentRow';
import { Loading } from '../ui/Loading';
import { QueryError } from '../ui/QueryError';
import { Surface } from './Surface';

/** Props of `strata-sre-app/open-incidents/v1`; docs/extensions.md tells other apps of them. */
export interface OpenIncidentsProps {
  /** Name of the service as alerts give it; all services when left out. */
  service?: string;
  /** At most so many, 1 to 50; 10 when left out. */
  limit?: number;
}

/** For other apps: the open incidents that the user may see, kept up to date. */
export function OpenIncidents(props: OpenIncidentsProps) {
  return (
    <Surface>
      <List {...props} />
    </Surface>
  );
}

function List({ service = '', limit = 10 }: OpenIncidentsProps) {
  const styles = useStyles2(getStyles);
  const size = Math.min(Math.max(Math.trunc(limit) || 1, 1), 50);
  const list = useIncidents({ state: 'open', severity: [], layer: [], service, q: '' }, size);
  if (list.isPending) {
    return <Loading />;
  }
  if (!list.data) {
    return (
      <QueryError
        title={t('open-incidents.failed', 'The open incidents could not be loaded')}
        error={list.error}
        onRetry={() => void list.refetch()}
      />
    );
  }
  const incidents = list.data[0]?.incidents ?? [];
  return (
    <div>
      {incidents.length === 0 ? (
        <span>
          {service
            ? t('open-incidents.none-of', 'No open incidents of {{service}}', {
                service,
                interpolation: { escapeValue: false },
              })
            : t('open-incidents.none', 'No open incidents')}
        </span>
      ) : (
        <ul className={styles.list}>
          {incidents.map((incident) => (
            <IncidentRow key={incident.number} incident={incident} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Link className={styles.link} to={moreOf(service)}>
          {t('open-incidents.more', 'All of them in Strata')}
        </Link>
      )}
    </div>
  );
}

function moreOf(service: string): string {
  const query = service ? `?${new URLSearchParams({ service }).toString()}` : '';
  return prefixRoute(ROUTES.incidents + query);
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none' }),
  link: css({ color: theme.colors.text.link, textDecoration: 'underline' }),
});
