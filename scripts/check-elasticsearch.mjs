// Asks every signal of the catalog that has an Elasticsearch query, through Grafana's query API, and lists those without data:
//   node scripts/check-elasticsearch.mjs [--stack FILE] [--hours N]
// FILE describes a running stack with an Elasticsearch (npm run demo writes .strata/demo.json).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { Checks, must } from './lib/checks.mjs';
import { filesBelow } from './lib/files.mjs';
import { Grafana } from './lib/grafana.mjs';
import { main } from './lib/main.mjs';
import { root, workDir } from './lib/paths.mjs';

const uid = 'strata-elasticsearch';

/** The index pattern of the data source as it is provisioned; reading it from Grafana would need an administrator. */
function indexPattern() {
  return parse(readFileSync(join(root, 'provisioning', 'datasources', 'elasticsearch.yaml'), 'utf8')).datasources[0].jsonData.index;
}

/** Every signal with an Elasticsearch query: { id, query, alert } in Grafana's query model. */
export function elasticsearchSignals(dir = join(root, 'catalog', 'signals')) {
  return filesBelow(dir)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => parse(readFileSync(file, 'utf8')))
    .filter(({ providers }) => providers?.elasticsearch)
    .map(({ id, providers, alert }) => ({ id, query: providers.elasticsearch, alert: alert?.elasticsearch }));
}

/** The fields of a mapping by their full names, sub-fields such as message.keyword too. */
export function fieldsOf(mapping) {
  const names = new Set();
  const walk = (properties, prefix) => {
    for (const [key, field] of Object.entries(properties ?? {})) {
      const name = `${prefix}${key}`;
      if (field.type) {
        names.add(name);
      }
      walk(field.properties, `${name}.`);
      walk(field.fields, `${name}.`);
    }
  };
  Object.values(mapping).forEach(({ mappings }) => walk(mappings.properties, ''));
  return names;
}

/** How many values of an answer say something: counts and sums above 0, other numbers that are not null, or rows of documents. */
export function valuesOf({ frames = [] }, { metrics }) {
  const counted = ['count', 'sum', 'cardinality'].includes(metrics[0].type);
  return frames.reduce((sum, { schema, data }) => {
    const numbers = schema.fields.map(({ type }, i) => [type, data.values[i] ?? []]).filter(([type]) => type === 'number');
    const columns = numbers.length > 0 ? numbers.map(([, values]) => values) : [data.values[0] ?? []];
    return sum + columns.flat().filter((value) => value !== null && !(counted && value === 0)).length;
  }, 0);
}

function noticesOf({ frames = [] }) {
  return frames.flatMap(({ schema }) => schema.meta?.notices ?? []).map(({ text }) => text);
}

async function ask(grafana, { id, query }, hours) {
  const { metrics, bucketAggs, alias } = query;
  const to = Date.now();
  const body = {
    from: String(to - hours * 3_600_000),
    to: String(to),
    queries: [{ refId: 'A', datasource: { type: 'elasticsearch', uid }, query: query.query, metrics, bucketAggs, alias, intervalMs: 60_000, maxDataPoints: 120 }],
  };
  const { results } = await grafana.call('POST', '/api/ds/query', body);
  const result = results.A;
  must(!result.error, result.error);
  const [notice] = noticesOf(result);
  must(!notice, notice);
  const values = valuesOf(result, query);
  must(values > 0, `no data for ${id} in the last ${hours} h`);
  return `${values} values in ${result.frames.length} frames`;
}

/** Elasticsearch's own verdict on a Lucene query. */
async function validate(elasticsearch, index, query) {
  const response = await fetch(`${elasticsearch}/${encodeURIComponent(index)}/_validate/query?explain=true&ignore_unavailable=true&allow_no_indices=true`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ query: { query_string: { query, analyze_wildcard: true } } }),
  });
  const { valid, explanations, error } = await response.json();
  must(valid, explanations?.[0]?.error ?? error?.reason ?? JSON.stringify(error));
}

async function run({ stack, hours }) {
  const { urls, ingest } = JSON.parse(readFileSync(stack, 'utf8'));
  must(urls.elasticsearch, `${stack} describes a system without an Elasticsearch`);
  const grafana = new Grafana(urls.grafana, { token: ingest.bearer });
  const checks = new Checks();
  const mapping = await grafana.call('GET', `/api/datasources/uid/${uid}/resources/${encodeURIComponent(indexPattern())}/_mapping`);
  const fields = fieldsOf(mapping);
  for (const signal of elasticsearchSignals()) {
    const { id, query, alert } = signal;
    await checks.check(id, async () => {
      await validate(urls.elasticsearch, query.index, query.query);
      if (alert) {
        await validate(urls.elasticsearch, alert.index, alert.query);
      }
      const absent = (query.needs ?? []).filter((name) => !fields.has(name));
      must(absent.length === 0, `fields that it needs are in no index: ${absent.join(', ')}`);
      return ask(grafana, signal, hours);
    });
  }
  checks.finish();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { stack: { type: 'string' }, hours: { type: 'string', default: '1' } } });
  await main(() => run({ stack: values.stack ?? join(workDir(), 'demo.json'), hours: Number(values.hours) }));
}
