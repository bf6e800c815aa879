/** What an alert can be about, in the order of the form. */
export const ENTITIES = ['cluster', 'namespace', 'service', 'node', 'pod'] as const;

export type EntityName = (typeof ENTITIES)[number];

export function toJson(value: unknown): string {
  return value === undefined || value === null ? '' : JSON.stringify(value, null, 2);
}

/** An object in JSON; undefined for an empty text. Throws SyntaxError for anything else. */
export function fromJson(text: string): Record<string, unknown> | undefined {
  if (text.trim() === '') {
    return undefined;
  }
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SyntaxError('not an object');
  }
  return { ...value };
}

/** Words between spaces and commas, each once. */
export function fromWords(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter(Boolean))];
}

export function fromLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

/** Without the fields that are empty texts or false: the catalog leaves those out. */
export function withoutEmpty<T extends object>(fields: T): Partial<T> {
  const kept = Object.entries(fields).filter(([, value]) => value !== '' && value !== false && value !== undefined);
  return Object.fromEntries(kept) as Partial<T>;
}
