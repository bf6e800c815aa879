import { type DataQuery } from '@grafana/schema';

import { type KubesharkProvider, type Signal } from '../../api/types';
import { LIMITS } from '../limits';
import { pickedValues, replaceVariables, type Scope, scopeRegex } from '../scope';
import { singleTarget } from './single';
import { type ProviderAdapter, type ProviderQueries, type QueryContext } from './types';

/** One query as the Infinity data source takes it. The address of the Hub is the base URL of the data source. */
export interface InfinityQuery extends DataQuery {
  type: 'json';
  source: 'url';
  format: 'table';
  parser: 'backend';
  url: string;
  url_options: { method: string; data: string; params: Array<{ key: string; value: string }> };
  root_selector: string;
  columns: Array<{ selector: string; text: string; type: 'string' }>;
}

export const kubeshark: ProviderAdapter = {
  id: 'kubeshark',
  pluginId: 'yesoreyeram-infinity-datasource',
  title: 'Kubeshark (Infinity)',
  queries,
  text: ({ providers: { kubeshark: provider } }) =>
    provider ? [{ language: 'Hub API', text: [callOf(provider), provider.kfl].filter(Boolean).join('\n') }] : [],
};

function callOf({ method, path }: KubesharkProvider): string {
  return `${method} ${path}`;
}

function queries(signal: Signal, context: QueryContext): ProviderQueries | undefined {
  const provider = signal.providers.kubeshark;
  if (!provider) {
    return undefined;
  }
  const query: Omit<InfinityQuery, 'refId' | 'datasource'> = {
    type: 'json',
    source: 'url',
    format: 'table',
    parser: 'backend',
    url: provider.path,
    url_options: { method: provider.method, data: '', params: params(provider, context.scope) },
    root_selector: '',
    columns: provider.fields.map((field) => ({ selector: field, text: field, type: 'string' })),
  };
  return singleTarget(context, query, { visualisation: 'table' });
}

/** A parameter that stands for one exact value is left out where everything, or more than one value, is meant. */
function params(provider: KubesharkProvider, scope: Scope) {
  return Object.entries(limited(provider)).flatMap(([key, template]) => {
    const value = /^\$\w+$/.test(template) ? exact(template, scope) : fillKfl(template, scope);
    return value === undefined ? [] : [{ key, value }];
  });
}

/** Calls and flows are lists; everything else is short by itself and has no such parameter. */
function limited({ path, params: given = {} }: KubesharkProvider): Record<string, string> {
  if (!/\/(calls|flows)$/.test(path)) {
    return given;
  }
  const wanted = Number(given.limit);
  return { ...given, limit: String(wanted > 0 ? Math.min(wanted, LIMITS.rowsAsked) : LIMITS.rowsPerPanel) };
}

function exact(template: string, scope: Scope): string | undefined {
  let found: string | undefined;
  const rest = replaceVariables(template, (name) => {
    const values = pickedValues(scope[name]) ?? [];
    found = values.length === 1 ? values[0] : undefined;
    return '';
  });
  return rest === '' ? found : template;
}

/** KFL compares with RE2 inside double quotes; a comparison with one exact value holds for everything it is empty for. */
function fillKfl(template: string, scope: Scope): string {
  const optional = template.replace(/ && "\$(\w+)" in \w+/g, (clause, name: string) =>
    pickedValues(scope[name as keyof Scope])?.length === 1 ? clause : ''
  );
  return replaceVariables(optional, (name, offset) => {
    const values = pickedValues(scope[name]) ?? [];
    const literal = optional.charAt(offset - 1) === '"' && values.length === 1;
    const text = literal ? (values[0] ?? '') : scopeRegex(scope[name]);
    return text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n');
  });
}
