import { type DataFrame, dateTime, FieldType, type TimeRange } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { type DataQuery } from '@grafana/schema';

import { type ProviderId, type Signal } from '../api/types';
import { askOnce } from '../signals/ask';
import { hasContent } from '../signals/frames';
import { inTime } from '../signals/inTime';
import { LIMITS } from '../signals/limits';
import { messageOf } from '../signals/message';
import { ADAPTERS } from '../signals/providers';
import { type CheckResult, type Entry } from './rows';

const HOUR_MS = 3_600_000;

/** Whether the query can be asked at all: there is a data source, and nothing that it needs is known to be missing. */
export function isCheckable({ uid, state }: Entry): boolean {
  return uid !== undefined && state !== 'missing' && state !== 'not-configured';
}

/** Asks the query of a signal on one data source: Prometheus for the value now, the others for the last hour. */
export async function checkValue(signal: Signal, entry: Entry): Promise<CheckResult> {
  const { uid = '', name = '', provider, source } = entry;
  try {
    const api = await getDataSourceSrv().get({ uid });
    const asked = ADAPTERS[provider].queries(signal, {
      targets: [{ uid, name, type: api.type, source }],
      scope: {},
    });
    const frames = await inTime(
      askOnce(api, (asked?.queries ?? []).map(asInstant(provider)), lastHour()),
      LIMITS.checkTimeoutMs
    );
    return { state: frames.some((frame) => hasValue(provider, frame)) ? 'answers' : 'empty', at: Date.now() };
  } catch (thrown) {
    return { state: 'failed', message: messageOf(thrown), at: Date.now() };
  }
}

/** One point instead of an hour of them is enough to see that there is one. */
function asInstant(provider: ProviderId): (query: DataQuery) => DataQuery {
  return (query) => (provider === 'prometheus' ? { ...query, instant: true, range: false } : query);
}

/** Elasticsearch answers a histogram without documents with zeros. */
function hasValue(provider: ProviderId, frame: DataFrame): boolean {
  if (frame.length === 0 || !hasContent(frame)) {
    return false;
  }
  const values = frame.fields.filter(({ type }) => type !== FieldType.time);
  const isHistogram = frame.fields.length > values.length && values.every(({ type }) => type === FieldType.number);
  return provider !== 'elasticsearch' || !isHistogram || values.some((field) => Array.from(field.values).some(Boolean));
}

function lastHour(): TimeRange {
  const to = dateTime();
  const from = dateTime(to.valueOf() - HOUR_MS);
  return { from, to, raw: { from, to } };
}
