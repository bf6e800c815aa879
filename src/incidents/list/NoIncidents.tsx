import React from 'react';
import { t } from '@grafana/i18n';
import { Button, TextLink } from '@grafana/ui';

import { type IncidentFilters, useIncidents } from '../../api/incidents';
import { useSources } from '../../api/sources';
import { type Source } from '../../api/types';
import { settingsPath } from '../../app/nav';
import { EmptyState } from '../../ui/EmptyState';
import { RelativeTime } from '../../ui/Time';
import { isAdmin } from '../../ui/user';
import { countNarrowing } from './filters';
import { latestResolved } from './latestResolved';

interface Props {
  filters: IncidentFilters;
  onClear: () => void;
}

export function NoIncidents({ filters, onClear }: Props) {
  if (countNarrowing(filters) > 0) {
    return (
      <EmptyState
        icon="filter"
        title={t('incidents.empty.filtered', 'No incident matches these filters')}
        action={
          <Button variant="secondary" onClick={onClear}>
            {t('incidents.empty.clear', 'Clear filters')}
          </Button>
        }
      />
    );
  }
  return filters.state === 'open' ? <NothingOpen /> : <NothingYet />;
}

/** Good news, with the reason to believe it: when the last one ended, and that alerts arrive. */
export function NothingOpen() {
  const since = useQuietSince();
  return (
    <EmptyState icon="check-circle" title={t('incidents.empty.open', 'No open incidents')}>
      {since && (
        <p>
          {t('incidents.empty.since', 'The last one was resolved')} <RelativeTime at={since} />.
        </p>
      )}
      <SourceHint />
    </EmptyState>
  );
}

function NothingYet() {
  return (
    <EmptyState icon="bell-slash" title={t('incidents.empty.none', 'There has been no incident yet')}>
      <SourceHint />
    </EmptyState>
  );
}

const LARGEST_PAGE = 200;

function useQuietSince(): string | undefined {
  const { data } = useIncidents({ state: 'resolved', severity: [], layer: [], service: '', q: '' }, LARGEST_PAGE);
  return data ? latestResolved(data[0]) : undefined;
}

/** An empty list is good news only where alerts can arrive. */
function SourceHint() {
  const { data } = useSources();
  if (!data) {
    return null;
  }
  return data.some((source) => source.enabled) ? <LastDelivery sources={data} /> : <ConnectSource />;
}

function LastDelivery({ sources }: { sources: Source[] }) {
  const last = sources
    .flatMap(({ stats }) => stats.lastDeliveryAt ?? [])
    .sort()
    .at(-1);
  if (!last) {
    return <p>{t('incidents.empty.no-delivery', 'No source has delivered an alert yet.')}</p>;
  }
  return (
    <p>
      {t('incidents.empty.last-delivery', 'The last delivery of alerts was')} <RelativeTime at={last} />.
    </p>
  );
}

function ConnectSource() {
  return (
    <p>
      {t('incidents.empty.no-source', 'No source of alerts is connected, so none can arrive.')}{' '}
      {isAdmin() ? (
        <TextLink href={settingsPath('sources')}>
          {t('incidents.empty.connect', 'Connect a source in Settings')}
        </TextLink>
      ) : (
        t('incidents.empty.ask', 'An administrator connects one in Settings.')
      )}
    </p>
  );
}
