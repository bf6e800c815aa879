/** The variables that queries of the catalog know. */
export const SCOPE_NAMES = ['cluster', 'namespace', 'service', 'node', 'instance', 'pod'] as const;

export type ScopeName = (typeof SCOPE_NAMES)[number];

/** Picked values, taken literally; or one regular expression, such as that of a node's addresses. */
export type ScopeValue = readonly string[] | { regex: string };

/** What a query is limited to. A name that is absent or has no values: everything. */
export type Scope = Partial<Record<ScopeName, ScopeValue>>;

const ALL = '.*';

/** The picked values; undefined where everything is meant. */
export function pickedValues(value: ScopeValue | undefined): readonly string[] | undefined {
  return Array.isArray(value) && value.length > 0 ? value : undefined;
}

/** A regular expression (RE2) that matches exactly what is picked: `.*` for everything, `(a|b)` for several. */
export function scopeRegex(value: ScopeValue | undefined): string {
  if (value !== undefined && 'regex' in value) {
    return value.regex;
  }
  const values = (pickedValues(value) ?? []).map(escapeRegex);
  return values.length > 1 ? `(${values.join('|')})` : (values[0] ?? ALL);
}

/** Exactly this text. Grafana would take what follows a dollar sign for a variable of its own, so that stands alone. */
export function escapeRegex(text: string): string {
  return text.replace(/[\\^.*+?()[\]{}|]/g, '\\$&').replaceAll('$', '[$]');
}

const VARIABLE = new RegExp(`\\$(?:(${SCOPE_NAMES.join('|')})\\b|\\{(${SCOPE_NAMES.join('|')})(?::[a-z]+)?\\})`, 'g');

/** Replaces `$name`, `${name}` and `${name:format}`; other dollar signs belong to the data source. */
export function replaceVariables(text: string, fill: (name: ScopeName, offset: number) => string): string {
  return text.replace(VARIABLE, (_, plain: ScopeName | undefined, braced: ScopeName, offset: number) =>
    fill(plain ?? braced, offset)
  );
}

/** Fills the variables of a PromQL or LogQL query. Values cannot leave the string that they stand in. */
export function fillScope(expr: string, scope: Scope): string {
  const quotes = quotesOf(expr);
  return replaceVariables(expr, (name, offset) => quoteFor(quotes[offset], scopeRegex(scope[name])));
}

/** For every character the quote that it stands in; PromQL and LogQL know three kinds. */
function quotesOf(expr: string): Array<string | undefined> {
  const quotes: Array<string | undefined> = [];
  let open: string | undefined;
  for (let at = 0; at < expr.length; at++) {
    quotes.push(open);
    const char = expr.charAt(at);
    if (open !== undefined && open !== '`' && char === '\\') {
      quotes.push(open);
      at++;
    } else if (open === undefined && '"\'`'.includes(char)) {
      open = char;
    } else if (char === open) {
      open = undefined;
    }
  }
  return quotes;
}

/** A regular expression as it must be written inside this quote. */
function quoteFor(quote: string | undefined, regex: string): string {
  if (quote === '`') {
    // A raw string has no escapes of its own, the regular expression has.
    return regex.replaceAll('`', '\\x60').replaceAll('\n', '\\n');
  }
  const mark = quote ?? '"';
  return regex.replaceAll('\\', '\\\\').replaceAll(mark, `\\${mark}`).replaceAll('\n', '\\n');
}
