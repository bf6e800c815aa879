import { type ProviderId, type Signal } from '../../api/types';
import { aSignal } from '../../test/fixtures';
import { type Scope } from '../scope';
import { ADAPTERS, PROVIDER_IDS } from '.';
import { type Target } from './types';

const target = (uid: string, over: Partial<Target> = {}): Target => ({
  uid,
  name: `Name of ${uid}`,
  type: 'x',
  ...over,
});

/** What one provider asks for a signal that has only this. */
function ask(provider: ProviderId, own: Signal['providers'], scope: Scope = {}, targets = [target('a')]) {
  return ADAPTERS[provider].queries(aSignal({ providers: own }), { targets, scope });
}

const entry = (source: string, over = {}) => ({
  source,
  expr: `${source}{cluster=~"$cluster"}`,
  legend: '{{pod}}',
  needs: [],
  ...over,
});

describe('every adapter', () => {
  it.each(PROVIDER_IDS)('%s has nothing to ask for a signal without it', (provider) => {
    expect(ask(provider, {})).toBeUndefined();
    expect(ADAPTERS[provider].text(aSignal({ providers: {} }))).toEqual([]);
  });

  it.each(PROVIDER_IDS)('%s has nothing to ask without a data source', (provider) => {
    const own: Signal['providers'] = {
      prometheus: [entry('up')],
      elasticsearch: { index: 'logs', query: '*', metrics: [], bucketAggs: [], needs: [] },
      loki: { expr: '{a="b"}' },
      pixie: { pxl: 'px.display(df)', columns: [] },
      kubeshark: { method: 'GET', path: '/api/mcp/flows', fields: [] },
      splunk: { spl: 'index=*' },
      dynatrace: { dql: 'fetch logs' },
    };

    expect(ask(provider, own, {}, [])).toBeUndefined();
    expect(ask(provider, own)?.queries[0]).toMatchObject({ refId: 'A', datasource: { uid: 'a', type: 'x' } });
  });
});

describe('Prometheus', () => {
  const own = {
    prometheus: [entry('one', { unit: 'ms' }), entry('one', { legend: '' }), entry('two', { instant: true })],
  };

  it('asks the queries of one exporter together', () => {
    const asked = ask('prometheus', own, { cluster: ['eu'] }, [target('a', { source: 'one' })]);

    expect(asked?.datasource).toEqual({ uid: 'a', type: 'x' });
    expect(asked?.queries).toMatchObject([
      { refId: 'A', expr: 'topk(200, one{cluster=~"eu"})', legendFormat: '{{pod}}', range: true, instant: false },
      { refId: 'B', legendFormat: '' },
    ]);
    // The second query has no unit of its own, so it keeps that of the signal.
    expect(asked?.unit).toBeUndefined();
    expect(asked?.queryUnits).toEqual({ A: 'ms' });
  });

  it('asks those of all exporters where it is not known which are there, and keeps them apart', () => {
    expect(ask('prometheus', own)?.origins).toEqual({
      A: { uid: 'a', name: 'Name of a', source: 'one' },
      B: { uid: 'a', name: 'Name of a', source: 'one' },
      C: { uid: 'a', name: 'Name of a', source: 'two' },
    });
  });

  it('asks several data sources in one request, and says in the legend which one answered', () => {
    const asked = ask('prometheus', { prometheus: [entry('one')] }, {}, [
      target('eu'),
      target('us', { source: 'one' }),
    ]);

    expect(asked?.datasource).toEqual({ uid: '-- Mixed --', type: 'mixed' });
    expect(asked?.queries).toMatchObject([
      { datasource: { uid: 'eu' }, legendFormat: 'Name of eu {{pod}}' },
      { datasource: { uid: 'us' }, legendFormat: 'Name of us {{pod}}' },
    ]);
  });

  it('asks a table for the values of now', () => {
    expect(ask('prometheus', { prometheus: [entry('one', { format: 'table' })] })?.queries[0]).toMatchObject({
      format: 'table',
      instant: true,
      range: false,
    });
  });

  it('says which queries are left out of too many', () => {
    const many = Array.from({ length: 30 }, (_, index) => target(`u${index}`));
    const asked = ask('prometheus', { prometheus: [entry('one')] }, {}, many);

    expect(asked?.queries).toHaveLength(24);
    expect(asked?.notice).toBe('Only the first 24 of 30 queries are asked: choose fewer data sources');
  });

  it('matches series without the label as long as nothing is picked', () => {
    expect(ask('prometheus', { prometheus: [entry('up')] })?.queries[0]).toMatchObject({
      expr: 'topk(200, up{cluster=~".*"})',
    });
  });

  it('ends a comment before the limit', () => {
    expect(ask('prometheus', { prometheus: [entry('up', { expr: 'up # all' })] })?.queries[0]).toMatchObject({
      expr: 'topk(200, up # all\n)',
    });
  });
});

describe('Loki', () => {
  it('asks for lines without, for metrics with the limit of series', () => {
    expect(ask('loki', { loki: { expr: '{app=~"$service"}' } }, { service: ['a.b'] })?.queries[0]).toMatchObject({
      expr: '{app=~"a\\\\.b"}',
      queryType: 'range',
      maxLines: 200,
    });
    expect(ask('loki', { loki: { expr: 'rate({a="b"}[5m])', instant: true } })?.queries[0]).toMatchObject({
      expr: 'topk(200, rate({a="b"}[5m]))',
      queryType: 'instant',
    });
  });
});

describe('Elasticsearch', () => {
  const own = (over: object) => ({
    elasticsearch: {
      index: 'logs',
      query: '*',
      metrics: [{ id: '1', type: 'count' }],
      bucketAggs: [],
      needs: [],
      ...over,
    },
  });
  const time = (interval: string) => ({ id: '9', type: 'date_histogram', field: '@timestamp', settings: { interval } });

  it('keeps buckets of a fixed length as the shortest ones', () => {
    const asked = ask('elasticsearch', own({ bucketAggs: [time('1h')] }));

    expect(asked?.minInterval).toBe('1h');
    expect(asked?.queries[0]).toMatchObject({
      bucketAggs: [{ settings: { interval: 'auto' } }],
      timeField: '@timestamp',
    });
    expect(ask('elasticsearch', own({ bucketAggs: [time('auto')] }))?.minInterval).toBeUndefined();
  });

  it.each([
    ['0', '200'],
    ['10', '10'],
    ['5000', '200'],
    [undefined, '200'],
  ])('asks for %s values of a field as %s of a chart', (size, limited) => {
    const terms = { id: '8', type: 'terms', field: 'a', settings: { size } };

    expect(ask('elasticsearch', own({ bucketAggs: [terms, time('auto')] }))?.queries[0]).toMatchObject({
      bucketAggs: [{ settings: { size: limited } }, {}],
    });
  });

  it('limits documents, and no figures', () => {
    const metrics = [
      { id: '1', type: 'logs' },
      { id: '2', type: 'raw_data', settings: { size: '9000' } },
      { id: '3', type: 'max', field: 'a' },
    ];

    expect(ask('elasticsearch', own({ metrics }))?.queries[0]).toMatchObject({
      metrics: [{ settings: { limit: '200' } }, { settings: { size: '500' } }, { id: '3', type: 'max', field: 'a' }],
    });
  });
});

describe('Pixie', () => {
  const script =
    "import px\ndf = px.DataFrame(table='t', start_time=__time_from)\ndf = df[px.regex_match(r'${service:regex}', df.service)]\npx.display(df[['a']])";

  it('asks one cluster, with the macros of its data source left in', () => {
    const asked = ADAPTERS.pixie.queries(aSignal({ providers: { pixie: { pxl: script, columns: ['a'] } } }), {
      targets: [target('px')],
      scope: { service: ['shop/cart', "o'neil"] },
      pixieCluster: 'c1',
    });

    expect(asked?.minInterval).toBe('30s');
    expect(asked?.queries[0]).toMatchObject({
      queryBody: {
        clusterID: 'c1',
        pxlScript: expect.stringMatching(
          /__time_from[^]*r'\(shop\/cart\|o\\x27neil\)', df[^]*\ndf = df\.head\(10000\)\npx\.display\(df\[\['a'\]\]\)$/
        ),
      },
    });
  });
});

describe('Kubeshark', () => {
  const own = (params: Record<string, string>, path = '/api/mcp/calls') => ({
    kubeshark: { method: 'GET' as const, path, params, fields: ['src.pod'] },
  });
  const paramsOf = (params: Record<string, string>, scope: Scope, path?: string) => {
    const [query] = ask('kubeshark', own(params, path), scope)?.queries ?? [];
    const options = query && 'url_options' in query ? query.url_options : undefined;
    return options && typeof options === 'object' && 'params' in options ? options.params : undefined;
  };

  it('asks the Hub through Infinity, as a table', () => {
    expect(ask('kubeshark', own({}))).toMatchObject({
      visualisation: 'table',
      queries: [
        { type: 'json', url: '/api/mcp/calls', columns: [{ selector: 'src.pod', text: 'src.pod', type: 'string' }] },
      ],
    });
  });

  it('leaves out what takes one exact value, where none or several are picked', () => {
    const limit = { key: 'limit', value: '500' };

    expect(paramsOf({ ns: '$namespace' }, {})).toEqual([limit]);
    expect(paramsOf({ ns: '$namespace' }, { namespace: ['a', 'b'] })).toEqual([limit]);
    expect(paramsOf({ ns: '$namespace' }, { namespace: ['a "b"'] })).toEqual([{ key: 'ns', value: 'a "b"' }, limit]);
  });

  it('keeps a value inside of the quotes of a filter', () => {
    const kfl = 'http && dst.name.matches("^($service)$") && "$namespace" in namespaces';

    expect(paramsOf({ kfl, limit: '20000' }, { service: ['a"b'], namespace: ['x\\y\nz'] })).toEqual([
      { key: 'kfl', value: 'http && dst.name.matches("^(a\\"b)$") && "x\\\\y\\nz" in namespaces' },
      { key: 'limit', value: '10000' },
    ]);
    expect(paramsOf({ kfl }, {})).toEqual([
      { key: 'kfl', value: 'http && dst.name.matches("^(.*)$")' },
      { key: 'limit', value: '500' },
    ]);
  });

  it('asks a summary as it is', () => {
    expect(paramsOf({}, {}, '/api/mcp/flows/summary')).toEqual([]);
  });
});

describe('Splunk', () => {
  it('draws wider buckets over a longer time, and takes so many rows', () => {
    expect(ask('splunk', { splunk: { spl: 'index=* | timechart span=1m count by host' } })?.queries[0]).toMatchObject({
      query: 'index=* | timechart minspan=1m bins=600 count by host | head 10000',
      rawQuery: true,
    });
  });
});

describe('Dynatrace', () => {
  const dql = 'fetch logs | filter k8s.namespace.name == "$namespace" | fields content';

  it('prefers the selector, which every token may ask', () => {
    const both = { dql, metricSelector: 'builtin:a:splitBy("x"):sum,builtin:b:filter(in("y",z)):avg' };

    expect(ask('dynatrace', { dynatrace: both })?.queries[0]).toMatchObject({
      queryType: 'metrics',
      metricSelector: 'builtin:a:splitBy("x"):sum:limit(200),builtin:b:filter(in("y",z)):avg:limit(200)',
    });
  });

  it('filters by what is picked, and by nothing where everything is meant', () => {
    expect(ask('dynatrace', { dynatrace: { dql } })?.queries[0]).toMatchObject({
      dqlQuery: 'fetch logs | fields content\n| limit 10000',
    });
    expect(ask('dynatrace', { dynatrace: { dql } }, { namespace: ['a"b', 'c\\d'] })?.queries[0]).toMatchObject({
      dqlQuery: 'fetch logs | filter in(k8s.namespace.name, {"a\\"b", "c\\\\d"}) | fields content\n| limit 10000',
    });
  });

  it('takes a record of a time series for a series', () => {
    expect(ask('dynatrace', { dynatrace: { dql: 'timeseries avg(a), by:{b}' } })?.queries[0]).toMatchObject({
      queryType: 'grail',
      dqlQuery: 'timeseries avg(a), by:{b}\n| limit 200',
    });
  });

  it('has nothing to ask without either', () => {
    expect(ask('dynatrace', { dynatrace: {} })).toBeUndefined();
  });
});
