import { type DataFrame, type DataQueryRequest, type DataSourceInstanceSettings } from '@grafana/data';
import { type DataSourceSrv, setDataSourceSrv } from '@grafana/runtime';
import { type DataQuery } from '@grafana/schema';
import { defer, from } from 'rxjs';

interface FakeSource {
  uid: string;
  /** Plugin id. */
  type: string;
  name?: string;
  isDefault?: boolean;
  /** Metrics, fields or labels that it has. */
  names?: string[];
  /** What it says instead of any answer. */
  down?: string;
  /** Frames by query; absent: it answers without data. */
  answer?: (query: DataQuery) => DataFrame[] | Promise<DataFrame[]>;
  /** What it says to one query of a request whose others it answers. */
  refuses?: (query: DataQuery) => string | undefined;
}

interface GetListFilters {
  pluginId?: string;
  filter?: (settings: DataSourceInstanceSettings) => boolean;
}

/** Replaces Grafana's data sources by these, of any type; returns the queries that they get, in order. */
export function fakeSources(...sources: FakeSource[]): DataQuery[] {
  const asked: DataQuery[] = [];
  const list = sources.map(settingsOf);
  const service = {
    getList: ({ pluginId, filter }: GetListFilters = {}) =>
      list.filter((one) => (!pluginId || one.meta.id === pluginId) && (!filter || filter(one))),
    getInstanceSettings: (ref: string | { uid?: string } | undefined) =>
      list.find(({ uid }) => uid === (typeof ref === 'string' ? ref : ref?.uid)),
    get: async (ref: string | { uid?: string }) => {
      const wanted = typeof ref === 'string' ? ref : ref.uid;
      const source = sources.find(({ uid }) => uid === wanted);
      if (!source) {
        throw new Error(`Datasource ${wanted ?? ''} was not found`);
      }
      return apiOf(source, asked);
    },
  };
  setDataSourceSrv(service as unknown as DataSourceSrv);
  return asked;
}

function apiOf(source: FakeSource, asked: DataQuery[]) {
  const { uid, type, name = uid, names = [], down, answer, refuses } = source;
  const refuse = () => {
    if (down) {
      throw new Error(down);
    }
  };
  return {
    uid,
    type,
    name,
    meta: settingsOf(source).meta,
    getRef: () => ({ type, uid }),
    getResource: async () => {
      refuse();
      return { data: names };
    },
    metricFindQuery: async () => {
      refuse();
      return names.map((text) => ({ text }));
    },
    query: ({ targets }: DataQueryRequest) => defer(() => from(answerAll(targets))),
  };

  async function answerAll(targets: DataQuery[]) {
    asked.push(...targets);
    refuse();
    const frames = await Promise.all(
      targets.map(async (query) => ((await answer?.(query)) ?? []).map((frame) => ({ ...frame, refId: query.refId })))
    );
    const errors = targets.flatMap((query) => {
      const message = refuses?.(query);
      return message === undefined ? [] : [{ refId: query.refId, message }];
    });
    return errors.length > 0 ? { data: frames.flat(), errors } : { data: frames.flat() };
  }
}

function settingsOf({ uid, type, name = uid, isDefault = false }: FakeSource): DataSourceInstanceSettings {
  const meta = { id: type, name: type, info: { logos: { small: '', large: '' } } };
  return { uid, name, isDefault, meta, type, readOnly: false, jsonData: {} } as unknown as DataSourceInstanceSettings;
}
