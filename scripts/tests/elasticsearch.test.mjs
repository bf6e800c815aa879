import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { elasticsearchSignals, fieldsOf, valuesOf } from '../check-elasticsearch.mjs';
import { documentsLoaded, elasticsearchCommand, elasticsearchVersion } from '../lib/elasticsearch.mjs';

const frame = (types, values) => ({ schema: { fields: types.map((type) => ({ type })) }, data: { values } });

test('what counts as data: no zeros of counts, no nulls, rows of documents', () => {
  const count = { metrics: [{ type: 'count' }] };
  const average = { metrics: [{ type: 'avg' }] };
  const series = { frames: [frame(['time', 'number'], [[1, 2, 3], [0, 4, null]])] };
  assert.equal(valuesOf(series, count), 1);
  assert.equal(valuesOf(series, average), 2);
  assert.equal(valuesOf({ frames: [frame(['time', 'string'], [[1, 2], ['a', 'b']])] }, { metrics: [{ type: 'logs' }] }), 2);
  assert.equal(valuesOf({}, count), 0);
});

test('the fields of a mapping, sub-fields and fields below objects', () => {
  const mapping = { i: { mappings: { properties: { rule: { type: 'text', fields: { keyword: { type: 'keyword' } } }, log: { properties: { level: { type: 'keyword' } } } } } } };
  assert.deepEqual([...fieldsOf(mapping)].sort(), ['log.level', 'rule', 'rule.keyword']);
});

test('every signal with a query for Elasticsearch is asked', () => {
  const signals = elasticsearchSignals();
  assert.ok(signals.length >= 93, `${signals.length} signals`);
  assert.ok(signals.every(({ id, query }) => id && query.metrics.length > 0));
});

test('the command runs the version of the pom from its folder', () => {
  assert.match(elasticsearchVersion(), /^7\.17\.\d+$/);
  const { command, args, readyUrl } = elasticsearchCommand({ dir: '/made' }, { home: '/data', port: 9300 });
  assert.equal(command, 'java');
  assert.deepEqual(args.slice(-3), ['ElasticsearchNode', '/data', '9300']);
  assert.match(readyUrl, /^http:\/\/127\.0\.0\.1:9300\/_cluster\/health/);
});

test('waits for the documents, and tells a testbed that feeds none', async (t) => {
  const answers = [{ loaded: false, documents: 1 }, { loaded: true, documents: 7 }, { error: 'no Elasticsearch is fed' }];
  const server = createServer((_, response) => response.end(JSON.stringify(answers.shift()))).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  assert.equal(await documentsLoaded(url), 7);
  await assert.rejects(documentsLoaded(url), /no Elasticsearch is fed/);
});
