import React, { useMemo } from 'react';
import { t } from '@grafana/i18n';

import { useBoard } from '../../api/board';
import { useLiveState } from '../../api/live';
import { itemOf } from '../../board/item';
import { LiveIndicator } from '../../ui/LiveIndicator';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { BoardFrame } from './BoardFrame';
import { type Input } from './input';
import { MissingFields } from './MissingFields';
import { type Panel, useAlerts, useShown } from './useItems';

/** Strata's open incidents, all or those that a query found, and beside them what other queries found. */
export function IncidentBoard({ panel, input }: { panel: Panel; input: Input }) {
  const board = useBoard();
  const live = useLiveState();
  const alerts = useAlerts(panel, input);
  const { numbers } = input;
  const incidents = board.data?.incidents;
  const all = useMemo(() => {
    const wanted = (incidents ?? []).filter(({ number }) => !numbers || numbers.has(number));
    return [...wanted.map(itemOf), ...alerts.items];
  }, [incidents, numbers, alerts.items]);
  const items = useShown(all, panel);
  if (board.isPending) {
    return <Loading />;
  }
  return (
    <BoardFrame
      panel={panel}
      items={items}
      hidden={all.length - items.length}
      live={live === 'live' ? undefined : <LiveIndicator dataAt={board.dataUpdatedAt} />}
      notice={
        <>
          {board.isError && (
            <QueryError
              title={t('triage-panel.load-failed', 'The incidents could not be loaded')}
              error={board.error}
              stale={board.data !== undefined}
              onRetry={() => void board.refetch()}
            />
          )}
          <MissingFields missing={alerts.missing} />
        </>
      }
      failed={(board.isError && !board.data) || (alerts.missing.length > 0 && items.length === 0)}
    />
  );
}
