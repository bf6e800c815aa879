import React from 'react';
import { LoadingState } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert } from '@grafana/ui';

import { Loading } from '../../ui/Loading';
import { BoardFrame } from './BoardFrame';
import { type Input } from './input';
import { MissingFields } from './MissingFields';
import { type Panel, useAlerts, useShown } from './useItems';

/** Alerts that a query of another data source found. */
export function AlertBoard({ panel, input }: { panel: Panel; input: Input }) {
  const alerts = useAlerts(panel, input);
  const items = useShown(alerts.items, panel);
  const { state, errors = [] } = panel.data;
  if (input.waiting) {
    return <Loading />;
  }
  const broken = state === LoadingState.Error;
  const reasons = [...new Set(errors.map(({ message }) => message ?? ''))];
  return (
    <BoardFrame
      panel={panel}
      items={items}
      hidden={alerts.items.length - items.length}
      notice={
        <>
          {broken && (
            <Alert severity="error" title={t('triage-panel.query-failed', 'The query failed')}>
              {reasons.join(' ')}
            </Alert>
          )}
          <MissingFields missing={alerts.missing} />
        </>
      }
      failed={broken || alerts.missing.length > 0}
    />
  );
}
