import { t } from '@grafana/i18n';

import { type QueryKind, type SplitBy, type Statistic } from './types';

interface Option<T extends string> {
  value: T;
  label: string;
  description?: string;
}

export function kindOptions(): Array<Option<QueryKind>> {
  return [
    {
      value: 'incidents',
      label: t('datasource.kind-incidents', 'Incidents'),
      description: t('datasource.kind-incidents-why', 'Those that were open at some time of the range, latest first'),
    },
    {
      value: 'counts',
      label: t('datasource.kind-counts', 'Counts over time'),
      description: t('datasource.kind-counts-why', 'How many were opened, or open'),
    },
    {
      value: 'durations',
      label: t('datasource.kind-durations', 'Durations'),
      description: t('datasource.kind-durations-why', 'Time to detect, acknowledge, mitigate and resolve'),
    },
    {
      value: 'alerts',
      label: t('datasource.kind-alerts', 'Alert noise'),
      description: t('datasource.kind-alerts-why', 'Alerts by how often they fired'),
    },
    {
      value: 'timeline',
      label: t('datasource.kind-timeline', 'Timeline'),
      description: t('datasource.kind-timeline-why', 'The entries of one incident'),
    },
  ];
}

export function splitOptions(): Array<Option<SplitBy>> {
  return [
    { value: 'nothing', label: t('datasource.by-nothing', 'nothing') },
    { value: 'severity', label: t('datasource.by-severity', 'severity') },
    { value: 'layer', label: t('datasource.by-layer', 'first layer') },
    { value: 'service', label: t('datasource.by-service', 'service') },
  ];
}

export function statisticOptions(): Array<Option<Statistic>> {
  return [
    { value: 'p50', label: t('datasource.median', 'median') },
    { value: 'mean', label: t('datasource.mean', 'mean') },
    { value: 'p90', label: t('datasource.p90', 'p90') },
    { value: 'p95', label: t('datasource.p95', 'p95') },
    { value: 'max', label: t('datasource.longest', 'longest') },
  ];
}
