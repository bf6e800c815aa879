import React from 'react';
import { t } from '@grafana/i18n';
import { PluginPage } from '@grafana/runtime';
import { Button, Spinner, Stack, TextLink } from '@grafana/ui';
import { Navigate, useSearchParams } from 'react-router-dom';

import { type LookupQuery, useAlertLookup } from '../api/alerts';
import { type AlertLookup } from '../api/types';
import { appNav, incidentPath, prefixRoute, ROUTES } from '../app/nav';
import { EmptyState } from '../ui/EmptyState';
import { Loading } from '../ui/Loading';
import { QueryError } from '../ui/QueryError';
import { namesAnAlert, readLookup } from './lookupQuery';
import { useWaiting } from './useWaiting';

const RECHECK_MS = 3_000;

/** Where the link of an alert leads: to its incident, or to the reason why there is none yet. */
export function AlertPage() {
  const [params] = useSearchParams();
  const query = readLookup(params);
  return (
    <PluginPage pageNav={{ text: t('alert-page.title', 'From an alert to its incident'), parentItem: appNav() }}>
      {namesAnAlert(query) ? <Lookup query={query} /> : <NoAlertNamed />}
    </PluginPage>
  );
}

function Lookup({ query }: { query: LookupQuery }) {
  const [waiting, again] = useWaiting();
  const lookup = useAlertLookup(query, waiting ? RECHECK_MS : false);
  const retry = () => {
    again();
    void lookup.refetch();
  };
  if (lookup.data?.incident !== undefined) {
    // Replaced, so that "back" leads to where the link was.
    return <Navigate to={incidentPath(lookup.data.incident)} replace />;
  }
  if (lookup.isError && !lookup.data) {
    return (
      <QueryError
        title={t('alert-page.failed', 'The alert could not be looked up')}
        error={lookup.error}
        onRetry={retry}
      />
    );
  }
  return lookup.data ? <NotYet answer={lookup.data} query={query} waiting={waiting} onRetry={retry} /> : <Loading />;
}

interface NotYetProps {
  answer: AlertLookup;
  query: LookupQuery;
  waiting: boolean;
  onRetry: () => void;
}

function NotYet({ answer, query, waiting, onRetry }: NotYetProps) {
  return (
    <EmptyState
      icon={waiting ? 'hourglass' : 'search-minus'}
      title={outcomeTitle(answer.outcome)}
      action={<ListLink />}
    >
      <div data-outcome={answer.outcome}>
        <p>{answer.reason}</p>
        <Asked query={query} />
        <div role="status">
          {waiting ? (
            <Stack justifyContent="center" alignItems="center" gap={1}>
              <Spinner inline />
              {t('alert-page.waiting', 'Waiting for the alert to arrive; looked up again every 3 s for 2 min')}
            </Stack>
          ) : (
            <Button variant="secondary" icon="sync" onClick={onRetry}>
              {t('alert-page.again', 'Look again')}
            </Button>
          )}
        </div>
      </div>
    </EmptyState>
  );
}

function Asked({ query }: { query: LookupQuery }) {
  const { fingerprint, source, label } = query;
  const parts = [fingerprint && `fingerprint=${fingerprint}`, source && `source=${source}`, ...label].filter(Boolean);
  return (
    <p>
      {t('alert-page.asked', 'Looked for:')} <code>{parts.join(', ')}</code>
    </p>
  );
}

function outcomeTitle(outcome: AlertLookup['outcome']): string {
  switch (outcome) {
    case 'alert_without_incident':
      return t('alert-page.without', 'This alert has no incident');
    case 'unknown_source':
      return t('alert-page.source', 'Strata does not know the source of this alert');
    default:
      return t('alert-page.unknown', 'Strata has not received this alert');
  }
}

function NoAlertNamed() {
  return (
    <EmptyState icon="link" title={t('alert-page.none', 'This link names no alert')} action={<ListLink />}>
      {t('alert-page.form', 'It needs ?fingerprint=…&source=…, or ?label=name=value once or more.')}
    </EmptyState>
  );
}

function ListLink() {
  return <TextLink href={prefixRoute(ROUTES.incidents)}>{t('alert-page.list', 'All incidents')}</TextLink>;
}
