import { replaceVariables, type Scope, type ScopeName, type ScopeValue } from '../scope';

/** A phrase of the Lucene query language. Grafana would take what follows a dollar sign for a variable of its own. */
export function lucenePhrase(value: string): string {
  return `"${value.replace(/[\\"]/g, '\\$&').replaceAll('$', '\\u0024').replaceAll('\n', ' ')}"`;
}

/**
 * A query limited to what is picked: one clause per variable that has a field.
 * Documents without the field stay in as long as nothing is picked.
 */
export function limitLucene(query: string, fields: Record<string, string> | undefined, scope: Scope): string {
  const filled = replaceVariables(query, (name) => luceneValue(scope[name]));
  const clauses = Object.entries(fields ?? {}).flatMap(([name, field]) => clause(field, scope[name as ScopeName]));
  if (clauses.length === 0) {
    return filled;
  }
  const base = filled.trim();
  return base === '' || base === '*' ? clauses.join(' AND ') : [`(${base})`, ...clauses].join(' AND ');
}

function clause(field: string, value: ScopeValue | undefined): string[] {
  const text = luceneValue(value);
  return text === '*' ? [] : [`${field}:${text}`];
}

function luceneValue(value: ScopeValue | undefined): string {
  if (value === undefined) {
    return '*';
  }
  if ('regex' in value) {
    return value.regex === '.*' ? '*' : `/${withoutSlash(value.regex)}/`;
  }
  const phrases = value.map(lucenePhrase);
  return phrases.length > 1 ? `(${phrases.join(' OR ')})` : (phrases[0] ?? '*');
}

/** A slash would end the expression; one that is escaped already stays as it is. */
function withoutSlash(regex: string): string {
  return regex.replace(/\\.|\//gs, (found) => (found === '/' ? '\\/' : found));
}
