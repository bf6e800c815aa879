import React from 'react';
import { type DataSourceInstanceSettings } from '@grafana/data';
import { t } from '@grafana/i18n';

import { useCatalogIndex } from '../api/catalogIndex';
import { type Overview } from '../api/types';
import { NoPrometheus } from '../signals/NoPrometheus';
import { EmptyState } from '../ui/EmptyState';
import { Loading } from '../ui/Loading';
import { QueryError } from '../ui/QueryError';
import { DataSourceNotice } from './DataSourceNotice';
import { Matrix } from './Matrix';
import { buildMatrix } from '../signals/health/healthMatrix';
import { outage, useReadings } from '../signals/health/useReadings';

interface Props {
  overview?: Overview;
  source?: DataSourceInstanceSettings;
}

/** Four layers by services: what fires, what is abnormal now, what is fine and what is not known. */
export function Health({ overview, source }: Props) {
  const signals = useCatalogIndex();
  const enabled = signals.data?.signals.filter((signal) => signal.enabled);
  const readings = useReadings(source?.uid, enabled);
  const down = readings.error?.message ?? (readings.data && outage(readings.data));
  const measuring = source !== undefined && (signals.isPending || readings.isLoading);
  const rows = buildMatrix(overview, readings.data);
  return (
    <>
      {!source && <NoPrometheus />}
      {source && down !== undefined && (
        <DataSourceNotice source={source} message={down} onRetry={() => void readings.refetch()} />
      )}
      {signals.isError && (
        <QueryError
          title={t('overview.catalog-failed', 'The signal catalog could not be loaded')}
          error={signals.error}
          onRetry={() => void signals.refetch()}
        />
      )}
      {measuring && rows.length === 0 && <Loading />}
      {rows.length > 0 && <Matrix rows={rows} dataSourceUid={source?.uid} />}
      {source && !measuring && !signals.isError && down === undefined && rows.length === 0 && (
        <NothingMeasured source={source} />
      )}
    </>
  );
}

function NothingMeasured({ source }: { source: DataSourceInstanceSettings }) {
  return (
    <EmptyState
      icon="chart-line"
      title={t('overview.nothing', 'Data source "{{name}}" has none of the catalog\'s metrics', {
        name: source.name,
        interpolation: { escapeValue: false },
      })}
    >
      {t(
        'overview.nothing-fix',
        'Choose another data source, or open a layer: each of its panels says which metrics and which exporter it needs.'
      )}
    </EmptyState>
  );
}
