import { type DataFrame, FieldType, toDataFrame } from '@grafana/data';

import { categoriesOfCounts, categoriesOfTerms, mergeCategories } from './categories';
import {
  elasticFields,
  lokiCounts,
  lokiFields,
  lokiOfCategory,
  luceneOfCategory,
  termsAggregation,
} from './categoryQueries';
import { linkLogs } from './links';
import { categoriesOfLines, patternOf } from './patterns';
import { chooseTraceTarget } from './traceTarget';

const LOGS = { uid: 'es', name: 'Logs', type: 'elasticsearch', jsonData: { index: 'logs-*' } };
const tempo = chooseTraceTarget([{ uid: 'tempo', name: 'Tempo', type: 'tempo', jsonData: {} }], undefined);

/** Lines as Grafana's Elasticsearch data source answers them: fields by their path, and the document as JSON. */
function elasticLines(docs: Array<Record<string, unknown>>): DataFrame {
  const names = [...new Set(docs.flatMap(Object.keys))];
  return toDataFrame({
    meta: { preferredVisualisationType: 'logs' },
    fields: [
      { name: '@timestamp', type: FieldType.time, values: docs.map((_, at) => at * 1000) },
      { name: '_source', type: FieldType.string, values: docs.map((doc) => JSON.stringify(doc)) },
      ...names.map((name) => ({ name, type: FieldType.string, values: docs.map((doc) => doc[name] ?? null) })),
    ],
  });
}

function linksOf(frame: DataFrame | undefined, name: string) {
  return frame?.fields.find((field) => field.name === name)?.config.links ?? [];
}

describe('links of log lines', () => {
  it('lead from the fields of Elasticsearch to the trace and to the service', () => {
    const doc = { 'trace.id': 'abc123', 'service.name': 'cart', 'kubernetes.namespace': 'shop', message: 'failed' };
    const [frame] = linkLogs([elasticLines([doc, { ...doc, 'trace.id': undefined }])], tempo);

    expect(linksOf(frame, 'trace.id')).toMatchObject([
      { internal: { datasourceUid: 'tempo', query: { query: '${__value.raw}', datasource: { type: 'tempo' } } } },
    ]);
    expect(linksOf(frame, 'service.name')[0]?.url).toBe('/a/strata-sre-app/service/shop/${__value.raw:percentencode}');
  });

  it.each([
    [
      'the document alone',
      {
        name: '_source',
        type: FieldType.string,
        values: ['{"trace":{"id":"abc"},"service":{"name":"cart"}}', 'no JSON'],
      },
    ],
    [
      'labels as objects',
      { name: 'labels', type: FieldType.other, values: [{ 'trace.id': ['abc'], service_name: 'cart' }, {}] },
    ],
    [
      'labels as text',
      { name: 'labels', type: FieldType.string, values: ['{"traceId":"abc","service.name":"cart"}', ''] },
    ],
  ])('make columns of what is in %s', (_, container) => {
    const frame = toDataFrame({ fields: [{ name: 'Time', type: FieldType.time, values: [1, 2] }, container] });
    const [linked] = linkLogs([frame], tempo);
    const trace = linked?.fields.find(({ config }) => config.links?.[0]?.internal);

    expect(trace?.values).toEqual(['abc', null]);
    expect(linked?.fields.find(({ name }) => name.startsWith('service'))?.values).toEqual(['cart', null]);
    expect(linked?.fields).toHaveLength(4);
  });

  it('leave namespaces out that differ, and keep the links that are there', () => {
    const frame = elasticLines([
      { 'service.name': 'cart', 'kubernetes.namespace': 'shop' },
      { 'service.name': 'redis', 'kubernetes.namespace': 'data' },
    ]);
    const own = { title: 'own', url: 'https://own.example' };
    const with_ = frame.fields.map((field) =>
      field.name === 'service.name' ? { ...field, config: { links: [own] } } : field
    );
    const [linked] = linkLogs([{ ...frame, fields: with_ }], tempo);

    expect(linksOf(linked, 'service.name').map(({ url }) => url)).toEqual([
      'https://own.example',
      '/a/strata-sre-app/service/-/${__value.raw:percentencode}',
    ]);
  });

  it('are not put on lines that name neither', () => {
    const frame = elasticLines([{ message: 'x', 'trace.id': '' }]);

    expect(linkLogs([frame], tempo)).toEqual([frame]);
    expect(linkLogs([toDataFrame({ fields: [] })], undefined)).toHaveLength(1);
  });
});

describe('chooseTraceTarget', () => {
  const jaeger = { uid: 'jaeger', name: 'Jaeger', type: 'jaeger', jsonData: {} };
  const apm = { uid: 'apm', name: 'Spans', type: 'elasticsearch', jsonData: { index: 'traces-apm*,apm-*' } };

  it('prefers a store of traces, then spans in Elasticsearch, then the lines themselves', () => {
    expect(chooseTraceTarget([LOGS, apm, jaeger], 'es')?.uid).toBe('jaeger');
    expect(chooseTraceTarget([LOGS, apm], 'es')?.uid).toBe('apm');
    expect(chooseTraceTarget([LOGS], 'es')).toMatchObject({
      uid: 'es',
      title: 'All lines of this trace',
      query: { query: 'trace.id:"${__value.raw}"', metrics: [{ type: 'logs' }] },
    });
    expect(chooseTraceTarget([LOGS], 'another')).toBeUndefined();
  });
});

describe('categories by terms', () => {
  const frame = toDataFrame({
    fields: [
      { name: 'error.type', type: FieldType.string, values: ['TimeoutError', '(none)', 'Gone'] },
      { name: 'log.level', type: FieldType.string, values: ['ERROR', 'FATAL', 'ERROR'] },
      { name: 'Count', type: FieldType.number, values: [40, 2, 0] },
      { name: 'Min', type: FieldType.number, values: [1000, 2000, null] },
      { name: 'Max @timestamp', type: FieldType.number, values: [9000, 2000, null] },
    ],
  });

  it('are rows of the table, the most severe first', () => {
    expect(mergeCategories(categoriesOfTerms([frame], 'error.type', 'log.level'))).toEqual([
      { type: '', level: 'FATAL', count: 2, firstAt: 2000, lastAt: 2000 },
      { type: 'TimeoutError', level: 'ERROR', count: 40, firstAt: 1000, lastAt: 9000 },
    ]);
  });

  it('are counted by the field that the index has, as keyword where it is analysed text', () => {
    const provider = { index: '', query: 'log.level:ERROR', metrics: [], bucketAggs: [], needs: [] };

    expect(elasticFields(provider, new Set(['error.type', 'error.type.keyword', 'log.level']))).toEqual({
      type: 'error.type.keyword',
      level: 'log.level',
    });
    expect(elasticFields({ ...provider, query: 'event.action:*' }, new Set(['error.type', 'event.action']))).toEqual({
      type: 'event.action',
      level: undefined,
    });
    expect(elasticFields(provider, new Set(['message']))).toBeUndefined();
  });

  it('ask for number, first and last of each', () => {
    const { metrics, bucketAggs } = termsAggregation({ type: 'error.type', level: 'log.level' });

    expect(metrics.map(({ type }) => type)).toEqual(['count', 'min', 'max']);
    expect(bucketAggs).toMatchObject([{ field: 'error.type', settings: { size: '20' } }, { field: 'log.level' }]);
  });

  it('limit the lines, also to those without a type, and cannot be left by a quote', () => {
    const fields = { type: 'error.type', level: 'log.level' };

    expect(luceneOfCategory('a:b', fields, { type: 'x"y', level: 'ERROR', count: 1 })).toBe(
      '(a:b) AND error.type:"x\\"y" AND log.level:"ERROR"'
    );
    expect(luceneOfCategory('a:b', { type: 'error.type' }, { type: '', level: '', count: 1 })).toBe(
      '(a:b) AND NOT _exists_:error.type'
    );
  });
});

describe('categories in Loki', () => {
  const fields = lokiFields([
    { label: 'code', cardinality: 3, parsers: ['json'] },
    { label: 'error_type', cardinality: 900, parsers: ['json'] },
  ]);

  it('are counted by a detected field with few values, which the parser finds', () => {
    expect(fields).toEqual({ type: 'code', parser: 'json', level: 'detected_level' });
    expect(lokiCounts('{a="b"}', fields)).toBe(
      'sum by (code, detected_level) (count_over_time({a="b"} | json [$__auto]))'
    );
    expect(lokiCounts('{a="b"} | json', fields)).toContain('({a="b"} | json [');
    expect(lokiFields([])).toEqual({ level: 'detected_level' });
  });

  it('limit the lines', () => {
    expect(lokiOfCategory('{a="b"}', fields, { type: 'x"y', level: 'error', count: 1 })).toBe(
      '{a="b"} | json | code="x\\"y" | detected_level="error"'
    );
  });

  it('are series, seen first and last where there were lines', () => {
    const frame = toDataFrame({
      fields: [
        { name: 'Time', type: FieldType.time, values: [10, 20, 30, 40] },
        {
          name: 'Value',
          type: FieldType.number,
          labels: { code: 'E7', detected_level: 'error' },
          values: [0, 3, 2, null],
        },
      ],
    });

    expect(categoriesOfCounts([frame, toDataFrame({ fields: [] })], 'code', 'detected_level')).toEqual([
      { type: 'E7', level: 'error', count: 5, firstAt: 20, lastAt: 30 },
    ]);
  });
});

describe('patterns', () => {
  it.each([
    ['GET /orders/1234 500 31 ms', 'GET /orders/… … … ms'],
    ['2026-08-01T12:00:00.123Z user "ann" from 10.0.0.7:5123', '… user … from …'],
    ['id 123e4567-e89b-12d3-a456-426614174000 at 0xdeadbeef, trace 0123456789abcdef', 'id … at …, trace …'],
    ['first line\n\tat second', 'first line'],
    ['deadbeef is a word, cafe too', 'deadbeef is a word, cafe too'],
  ])('of %j is %j', (line, pattern) => {
    expect(patternOf(line)).toBe(pattern);
  });

  it('count the lines that are loaded', () => {
    const frame = elasticLines([
      { message: 'took 31 ms', 'log.level': 'WARN' },
      { message: 'took 7 ms', 'log.level': 'WARN' },
      { message: 'lost', 'log.level': 'ERROR' },
    ]);

    expect(categoriesOfLines([frame])).toEqual([
      { type: 'lost', level: 'ERROR', count: 1, firstAt: 2000, lastAt: 2000 },
      { type: 'took … ms', level: 'WARN', count: 2, firstAt: 0, lastAt: 1000 },
    ]);
  });
});
