import { type DataSourceApi, dateTime, type TimeRange } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';

import { LIMITS } from '../limits';
import { dataOf, type Probe, resource } from '../providers/probe';
import { labelCall, type ListedName, LOG_NAMES } from '../schemes';
import { type Scope } from '../scope';

/**
 * The values of a variable: one call per data source, of the label scheme that it has.
 * Documents and log streams are asked only where no Prometheus knows any. A source that fails has none.
 */
export async function variableOptions(name: ListedName, probes: readonly Probe[], scope: Scope): Promise<string[]> {
  const ready = probes.filter(({ state }) => state === 'ready');
  const metrics = await valuesOf(ready.filter(isPrometheus), (probe) => promValues(name, probe, scope));
  const values = metrics.length > 0 ? metrics : await valuesOf(ready, (probe) => logValues(name, probe));
  return values.slice(0, LIMITS.variableOptions);
}

const isPrometheus = ({ provider }: Probe) => provider === 'prometheus';

async function valuesOf(probes: Probe[], ask: (probe: Probe) => Promise<string[]>): Promise<string[]> {
  const answers = await Promise.all(probes.map((probe) => ask(probe).catch(() => [])));
  const values = new Set(answers.flat().filter((value) => value !== ''));
  return [...values].sort((a, b) => a.localeCompare(b));
}

async function promValues(name: ListedName, { uid, names }: Probe, scope: Scope): Promise<string[]> {
  const call = labelCall(name, names, scope);
  if (!call) {
    return [];
  }
  const { from, to } = lastHours();
  const params = { 'match[]': call.match, start: String(from.unix()), end: String(to.unix()) };
  return dataOf(await resource(await sourceOf(uid), `api/v1/label/${call.label}/values`, params));
}

async function logValues(name: ListedName, { uid, provider, names }: Probe): Promise<string[]> {
  if ((provider !== 'elasticsearch' && provider !== 'loki') || !names.has(LOG_NAMES[provider][name])) {
    return [];
  }
  const label = LOG_NAMES[provider][name];
  const source = await sourceOf(uid);
  return provider === 'loki' ? lokiValues(source, label) : elasticsearchValues(source, label);
}

async function lokiValues(source: DataSourceApi, label: string): Promise<string[]> {
  const { from, to } = lastHours();
  const params = { start: `${from.valueOf()}000000`, end: `${to.valueOf()}000000` };
  return dataOf(await resource(source, `label/${label}/values`, params));
}

async function elasticsearchValues(source: DataSourceApi, field: string): Promise<string[]> {
  const query = JSON.stringify({ find: 'terms', field, size: LIMITS.variableOptions });
  const found = await source.metricFindQuery?.(query, { range: lastHours() });
  return (found ?? []).map(({ text }) => text);
}

function sourceOf(uid: string): Promise<DataSourceApi> {
  return getDataSourceSrv().get({ uid });
}

function lastHours(): TimeRange {
  const to = dateTime();
  const from = dateTime(to.valueOf() - LIMITS.probeRangeMs);
  return { from, to, raw: { from, to } };
}
