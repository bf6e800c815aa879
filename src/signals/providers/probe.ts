import { type DataSourceApi, type DataSourceInstanceSettings, dateTime, type TimeRange } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { t } from '@grafana/i18n';

import { checkDataSource } from '../../api/dataSources';
import { type ProviderId } from '../../api/types';
import { askOnce } from '../ask';
import { inTime } from '../inTime';
import { LIMITS } from '../limits';
import { isRecord, messageOf } from '../message';
import { type PixieQuery } from './pixie';
import { providerOf } from './sources';

/** What one data source can answer. */
export interface Probe {
  uid: string;
  name: string;
  /** Plugin id. */
  type: string;
  provider: ProviderId;
  state: 'ready' | 'failed';
  /** Metrics of Prometheus, fields of Elasticsearch, labels of Loki; empty for the others. */
  names: Set<string>;
  /** What the data source said when it failed. */
  message?: string;
  /** When it was asked, epoch milliseconds. */
  at: number;
}

/** Asks a data source once, cheaply, for the names that it has. Never throws: a failure is a result. */
export async function probe(settings: DataSourceInstanceSettings): Promise<Probe> {
  const base = { uid: settings.uid, name: settings.name, type: settings.type, at: Date.now() };
  const provider = providerOf(settings);
  if (!provider) {
    throw new Error(`Data source ${settings.name}: type ${settings.type} has no queries in the catalog`);
  }
  try {
    const names = await inTime(namesOf(provider, settings.uid), LIMITS.probeTimeoutMs);
    return { ...base, provider, state: 'ready', names: new Set(names) };
  } catch (thrown) {
    return { ...base, provider, state: 'failed', names: new Set(), message: messageOf(thrown) };
  }
}

async function namesOf(provider: ProviderId, uid: string): Promise<string[]> {
  const source = await getDataSourceSrv().get({ uid });
  switch (provider) {
    case 'prometheus':
      return dataOf(await resource(source, 'api/v1/label/__name__/values', seconds(lastHours())));
    case 'loki':
      return dataOf(await resource(source, 'labels', nanoseconds(lastHours())));
    case 'elasticsearch':
      return fieldsOf(source);
    case 'pixie':
      await askOnce(source, [PIXIE_CHECK], lastHours());
      return [];
    default:
      await checkDataSource(uid);
      return [];
  }
}

type Params = Record<string, string>;

interface WithResources {
  getResource(path: string, params?: Params): Promise<unknown>;
}

function hasResources(source: DataSourceApi): source is DataSourceApi & WithResources {
  return 'getResource' in source && typeof source.getResource === 'function';
}

/** A call of the data source's own API, as its query editor makes it. */
export function resource(source: DataSourceApi, path: string, params: Params): Promise<unknown> {
  if (!hasResources(source)) {
    return Promise.reject(new Error(`Data source ${source.name} has no API for names`));
  }
  return source.getResource(path, params);
}

/** `{ data: [...] }`, or the list itself. */
export function dataOf(answer: unknown): string[] {
  const list: unknown = isRecord(answer) ? answer.data : answer;
  if (!Array.isArray(list)) {
    throw new Error(t('probe.no-list', 'The data source did not answer with a list of names'));
  }
  return list.filter((name) => typeof name === 'string');
}

async function fieldsOf(source: DataSourceApi): Promise<string[]> {
  const found = await source.metricFindQuery?.('{"find":"fields"}', { range: lastHours() });
  return (found ?? []).map(({ text }) => text);
}

const PIXIE_CHECK: PixieQuery = {
  refId: 'A',
  queryType: 'run-script',
  queryBody: {
    pxlScript: "import px\ndf = px.DataFrame(table='process_stats')\npx.display(df.head(1))",
    clusterID: '',
  },
  queryMeta: { isColDisplay: false, isGroupBy: false, columnOptions: [] },
  intervalMs: LIMITS.pixieIntervalMs,
};

function lastHours(): TimeRange {
  const to = dateTime();
  const from = dateTime(to.valueOf() - LIMITS.probeRangeMs);
  return { from, to, raw: { from, to } };
}

function seconds({ from, to }: TimeRange): Params {
  return { start: String(from.unix()), end: String(to.unix()) };
}

function nanoseconds({ from, to }: TimeRange): Params {
  return { start: `${from.valueOf()}000000`, end: `${to.valueOf()}000000` };
}
