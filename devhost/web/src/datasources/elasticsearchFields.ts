/** The answer to GET <index>/_mapping, as far as it is read. */
export type Mappings = Record<string, { mappings?: Mapped }>;

interface Mapped {
  type?: string;
  properties?: Record<string, Mapped>;
  fields?: Record<string, Mapped>;
}

/** A field of an index by its full name. */
export interface ElasticField {
  name: string;
  type: string;
}

/** What Grafana's query editor calls the types. */
const KINDS: Record<string, string> = {
  float: 'number',
  double: 'number',
  half_float: 'number',
  scaled_float: 'number',
  integer: 'number',
  long: 'number',
  short: 'number',
  byte: 'number',
  histogram: 'number',
  date: 'date',
  date_nanos: 'date',
  text: 'string',
  keyword: 'string',
  nested: 'nested',
};

/** The fields of all indexes, each once; `types` are Elasticsearch's or Grafana's words for types, none for all. */
export function fieldsOf(mappings: Mappings, types: string[] = []): ElasticField[] {
  const found = new Map<string, string>();
  for (const { mappings: root } of Object.values(mappings)) {
    collect(root, '', found);
  }
  return [...found]
    .map(([name, type]) => ({ name, type }))
    .filter(({ type }) => types.length === 0 || types.includes(type) || types.includes(KINDS[type] ?? type))
    .sort((a, b) => a.name.localeCompare(b.name));
}

function collect(node: Mapped | undefined, prefix: string, found: Map<string, string>): void {
  for (const [key, field] of Object.entries({ ...node?.properties, ...node?.fields })) {
    const name = prefix + key;
    if (field.type) {
      found.set(name, field.type);
    }
    collect(field, `${name}.`, found);
  }
}
