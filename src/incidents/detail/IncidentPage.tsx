import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, type NavModelItem } from '@grafana/data';
import { t } from '@grafana/i18n';
import { PluginPage } from '@grafana/runtime';
import { TextLink, useStyles2 } from '@grafana/ui';
import { useParams } from 'react-router-dom';

import { useIncident } from '../../api/incidents';
import { type IncidentDetail } from '../../api/types';
import { navUrl, prefixRoute, ROUTES } from '../../app/nav';
import { EmptyState } from '../../ui/EmptyState';
import { LiveIndicator } from '../../ui/LiveIndicator';
import { Loading } from '../../ui/Loading';
import { renderLongTitle } from '../../ui/Page';
import { QueryError } from '../../ui/QueryError';
import { VERY_WIDE } from '../../ui/wide';
import { ActionBar } from './ActionBar';
import { ActionOutcome } from './ActionOutcome';
import { AlertList } from './AlertList';
import { Facts } from './Facts';
import { LayersCard } from './layers/LayersCard';
import { ResponseCard } from './response/ResponseCard';
import { RunbookCard } from './runbook/RunbookCard';
import { Similar } from './Similar';
import { Summary } from './Summary';
import { Timeline } from './Timeline';
import { useActions } from './useActions';
import { Workspace } from './Workspace';

export function IncidentPage() {
  const number = Number(useParams().number);
  return Number.isSafeInteger(number) && number > 0 ? <KnownNumber key={number} number={number} /> : <NoIncident />;
}

function KnownNumber({ number }: { number: number }) {
  const query = useIncident(number);
  if (query.error?.status === 404 && query.error.code === 'not_found') {
    return <NoIncident />;
  }
  return (
    <PluginPage
      pageNav={pageNav(number, query.data)}
      renderTitle={renderLongTitle}
      actions={<LiveIndicator dataAt={query.dataUpdatedAt} />}
    >
      {query.isPending && <Loading />}
      {query.isError && (
        <QueryError
          title={t('incident.failed', 'The incident could not be loaded')}
          error={query.error}
          stale={query.data !== undefined}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.data && <Loaded detail={query.data} />}
    </PluginPage>
  );
}

function Loaded({ detail }: { detail: IncidentDetail }) {
  const styles = useStyles2(getStyles);
  const actions = useActions(detail);
  return (
    <Workspace detail={detail} actions={actions}>
      {(open) => (
        <>
          <div className={styles.header}>
            <Facts detail={detail} onCommander={() => open('commander')} onUnsnooze={() => open('unsnooze')} />
            <ActionBar detail={detail} actions={actions} onOpen={open} />
          </div>
          <Summary incident={detail.incident} />
          <ActionOutcome actions={actions} />
          <LayersCard detail={detail} />
          <div className={styles.columns}>
            <div className={styles.column}>
              <AlertList detail={detail} />
              <RunbookCard detail={detail} />
              <Similar number={detail.incident.number} />
            </div>
            <div className={styles.response}>
              <ResponseCard detail={detail} />
              <Timeline detail={detail} />
            </div>
          </div>
        </>
      )}
    </Workspace>
  );
}

function NoIncident() {
  return (
    <PluginPage pageNav={{ text: t('incident.missing', 'Incident not found'), parentItem: incidentsNav() }}>
      <EmptyState
        icon="search-minus"
        title={t('incident.missing-text', 'There is no incident with this number in this organisation')}
        action={<TextLink href={prefixRoute(ROUTES.incidents)}>{t('incident.to-list', 'All incidents')}</TextLink>}
      />
    </PluginPage>
  );
}

function incidentsNav(): NavModelItem {
  return { text: t('incidents.title', 'Incidents'), url: navUrl(ROUTES.incidents) };
}

function pageNav(number: number, detail: IncidentDetail | undefined): NavModelItem {
  const text = detail ? `#${number} ${detail.incident.title}` : `#${number}`;
  return { text, url: navUrl(`${ROUTES.incidents}/${number}`), parentItem: incidentsNav() };
}

const getStyles = (theme: GrafanaTheme2) => ({
  header: css({
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    alignItems: 'flex-start',
    gap: theme.spacing(2),
    paddingBottom: theme.spacing(2),
    marginBottom: theme.spacing(2),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  column: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(3), minWidth: 0 }),
  columns: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 2fr)',
    alignItems: 'start',
    gap: theme.spacing(3),
    [theme.breakpoints.down('lg')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
    // A third column instead of lines that nobody can follow.
    [VERY_WIDE]: { gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 2fr) minmax(0, 3fr)' },
  }),
  response: css({ minWidth: 0, [VERY_WIDE]: { display: 'contents' } }),
});
