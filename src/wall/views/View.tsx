import React from 'react';
import { t } from '@grafana/i18n';

import { type Row } from '../../signals/health/healthMatrix';
import { type WallData } from '../data/useWallData';
import { Notice } from '../parts/Notice';
import { type ViewId } from '../settings';
import { ChangesView } from './ChangesView';
import { HealthView } from './HealthView';
import { IncidentsView } from './IncidentsView';
import { SloView } from './SloView';

interface Props {
  view: ViewId;
  data: WallData;
  matrix: Row[];
  now: number;
}

/** One of the views that rotate, or why it has nothing to show. */
export function View({ view, data, matrix, now }: Props) {
  switch (view) {
    case 'health':
      return matrix.length > 0 ? <HealthView rows={matrix} /> : <NothingMeasured data={data} of={data.health} />;
    case 'incidents':
      return <Incidents data={data} now={now} />;
    case 'slo':
      return data.slo.rows.length > 0 ? (
        <SloView rows={data.slo.rows} />
      ) : (
        <NothingMeasured data={data} of={data.slo.burn} />
      );
    case 'changes':
      return data.changes.data ? (
        <ChangesView changes={data.changes.data.changes} now={now} />
      ) : (
        <Pending error={data.changes.error} />
      );
  }
}

function Incidents({ data: { incidents, overview }, now }: { data: WallData; now: number }) {
  return incidents.data && overview.data ? (
    <IncidentsView incidents={incidents.data.incidents} open={overview.data.open} now={now} />
  ) : (
    <Pending error={incidents.error ?? overview.error} />
  );
}

function NothingMeasured({ data, of }: { data: WallData; of: { isFetched: boolean; error: Error | null } }) {
  if (!data.source) {
    return (
      <Notice
        title={t('wall.no-source', 'No Prometheus data source')}
        text={t('wall.no-source-fix', 'An administrator adds one under Connections; the wall finds it after a reload.')}
      />
    );
  }
  if (!of.isFetched || of.error) {
    // What is measured comes from the backend as well.
    return <Pending error={of.error ?? data.overview.error} />;
  }
  return (
    <Notice
      title={t('wall.nothing', 'Data source "{{name}}" has no metrics for this view', {
        name: data.source.name,
        interpolation: { escapeValue: false },
      })}
      text={t('wall.nothing-fix', 'Choose another data source in the settings of the wall, or leave this view out.')}
    />
  );
}

function Pending({ error }: { error: Error | null }) {
  return error ? (
    <Notice
      title={t('wall.failed', 'No data')}
      text={t('wall.old.trying', '{{why}} – trying again', {
        why: error.message.replace(/\.$/, ''),
        interpolation: { escapeValue: false },
      })}
    />
  ) : (
    <Notice title={t('wall.pending', 'Loading …')} />
  );
}
