import { type DynatraceProvider, type Signal } from '../../api/types';
import { LIMITS } from '../limits';
import { pickedValues, replaceVariables, type Scope } from '../scope';
import { singleTarget } from './single';
import { type ProviderAdapter, type ProviderQueries, type QueryContext, type QueryText } from './types';

/** One query as Grafana's Dynatrace data source takes it; `refId` and data source are set for all providers alike. */
type DynatraceQuery = { queryType: 'grail'; dqlQuery: string } | { queryType: 'metrics'; metricSelector: string };

export const dynatrace: ProviderAdapter = {
  id: 'dynatrace',
  pluginId: 'grafana-dynatrace-datasource',
  title: 'Dynatrace',
  queries,
  text: ({ providers: { dynatrace: provider } }) => (provider ? texts(provider) : []),
};

function texts({ dql, metricSelector }: DynatraceProvider): QueryText[] {
  return [
    ...(dql === undefined ? [] : [{ language: 'DQL', text: dql }]),
    ...(metricSelector === undefined ? [] : [{ language: 'Metric selector', text: metricSelector }]),
  ];
}

function queries(signal: Signal, context: QueryContext): ProviderQueries | undefined {
  const provider = signal.providers.dynatrace;
  const query = provider && toQuery(provider, context.scope);
  return query && singleTarget(context, query, provider);
}

/** The classic metric API needs only an API token, which every data source has; Grail needs a platform token too. */
function toQuery({ dql, metricSelector }: DynatraceProvider, scope: Scope): DynatraceQuery | undefined {
  if (metricSelector !== undefined) {
    return { queryType: 'metrics', metricSelector: limitSelector(metricSelector) };
  }
  return dql === undefined ? undefined : { queryType: 'grail', dqlQuery: limitDql(fillDql(dql, scope)) };
}

/** Several metrics stand in one selector, each with its own series. */
function limitSelector(selector: string): string {
  return selector
    .split(/,(?=\w+:)/)
    .map((metric) => `${metric}:limit(${LIMITS.seriesAsked})`)
    .join(',');
}

/** A record is a series where the query makes time series, else a row. */
function limitDql(dql: string): string {
  const most = /^\s*timeseries\b|\bmakeTimeseries\b/.test(dql) ? LIMITS.seriesAsked : LIMITS.rowsAsked;
  return `${dql}\n| limit ${most}`;
}

/** A filter on a variable is left out where everything is meant; several values become `in(field, {...})`. */
function fillDql(dql: string, scope: Scope): string {
  const filtered = dql.replace(/\| filter ([\w.]+) == "\$(\w+)" ?/g, (_, field: string, name: string) => {
    const values = pickedValues(scope[name as keyof Scope]) ?? [];
    return values.length === 0 ? '' : `| filter in(${field}, {${values.map(quoted).join(', ')}}) `;
  });
  return replaceVariables(filtered, (name) => escapeQuoted((pickedValues(scope[name]) ?? []).join(',')));
}

function quoted(value: string): string {
  return `"${escapeQuoted(value)}"`;
}

function escapeQuoted(value: string): string {
  return value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n');
}
