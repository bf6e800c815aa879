import { type ElasticsearchProvider } from '../../api/types';
import { LIMITS } from '../limits';
import { isRecord } from '../message';

type Metrics = ElasticsearchProvider['metrics'];
type BucketAggs = ElasticsearchProvider['bucketAggs'];

/** Documents themselves, where a query asks for them and not for figures: no more than a panel shows. */
export function limitMetrics(metrics: Metrics): Metrics {
  return metrics.map((metric) => {
    switch (metric.type) {
      case 'logs':
        return withSetting(metric, 'limit', LIMITS.logLines);
      case 'raw_data':
      case 'raw_document':
        return withSetting(metric, 'size', LIMITS.rowsPerPanel);
      default:
        return metric;
    }
  });
}

/** Values of a field: as many as there are series in a chart or rows in a table. Time: as many buckets as there are points. */
export function limitBuckets(bucketAggs: BucketAggs): BucketAggs {
  const values = bucketAggs.some(isOverTime) ? LIMITS.seriesAsked : LIMITS.rowsPerPanel;
  return bucketAggs.map((bucket) => {
    if (isOverTime(bucket)) {
      return { ...bucket, settings: { ...settingsOf(bucket), interval: 'auto' } };
    }
    return bucket.type === 'terms' ? withSetting(bucket, 'size', values) : bucket;
  });
}

/** A bucket of a fixed length stays that long as long as there are not too many of them. */
export function shortestInterval(bucketAggs: BucketAggs): string | undefined {
  const interval = settingsOf(bucketAggs.find(isOverTime)).interval;
  return typeof interval === 'string' && interval !== 'auto' ? interval : undefined;
}

function isOverTime({ type }: BucketAggs[number]): boolean {
  return type === 'date_histogram';
}

/** Elasticsearch's settings are texts; 0 and what is no number mean everything. */
function withSetting<T extends Record<string, unknown>>(one: T, name: string, most: number): T {
  const settings = settingsOf(one);
  const wanted = Number(settings[name]);
  return { ...one, settings: { ...settings, [name]: String(wanted > 0 ? Math.min(wanted, most) : most) } };
}

function settingsOf(one: Record<string, unknown> | undefined): Record<string, unknown> {
  return isRecord(one?.settings) ? one.settings : {};
}
