import { type DataFrame, type Field, FieldType } from '@grafana/data';

/** Names under which log stores keep what a line belongs to, the usual one first. */
export const TRACE_FIELDS = ['trace.id', 'trace_id', 'traceId', 'traceID', 'otelTraceID'] as const;
export const SERVICE_FIELDS = ['service.name', 'service_name'] as const;
export const NAMESPACE_FIELDS = [
  'kubernetes.namespace',
  'k8s.namespace.name',
  'k8s_namespace_name',
  'namespace',
] as const;

/** Fields that hold the others of a line: Loki's and Elasticsearch's labels as objects, `_source` as JSON. */
const CONTAINERS = ['labels', '_source', 'attributes'] as const;

/**
 * The field of a frame with one of these names, or one made from what its lines hold inside of another field.
 * Undefined where no line has it.
 */
export function columnOf(frame: DataFrame, names: readonly string[]): Field | undefined {
  const own = names.flatMap((name) => frame.fields.filter((field) => field.name === name)).find(hasText);
  return own ?? innerColumn(frame, names);
}

function hasText({ values }: Field): boolean {
  return [...values].some((value) => textOf(value) !== undefined);
}

function innerColumn(frame: DataFrame, names: readonly string[]): Field | undefined {
  for (const container of frame.fields.filter(({ name }) => CONTAINERS.some((one) => one === name))) {
    const objects = [...container.values].map(toObject);
    for (const name of names) {
      const values = objects.map((object) => textOf(valueAt(object, name)) ?? null);
      if (values.some((value) => value !== null)) {
        return { name, type: FieldType.string, config: {}, values };
      }
    }
  }
  return undefined;
}

function toObject(value: unknown): unknown {
  if (typeof value !== 'string') {
    return value;
  }
  try {
    return JSON.parse(value);
  } catch {
    // A line that is no JSON has no fields.
    return undefined;
  }
}

/** `trace.id` is one key where the document was flattened, else a path. */
function valueAt(object: unknown, name: string): unknown {
  if (typeof object !== 'object' || object === null) {
    return undefined;
  }
  if (Object.hasOwn(object, name)) {
    return Reflect.get(object, name);
  }
  const [head = '', ...rest] = name.split('.');
  return rest.length > 0 ? valueAt(Reflect.get(object, head), rest.join('.')) : undefined;
}

/** Elasticsearch answers with lists where a document has several values, and for values of `fields`. */
function textOf(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' && first !== '' ? first : undefined;
}

/** The text of a column in one row; lists give their first value. */
export function cellText(field: Field | undefined, row: number): string | undefined {
  return textOf(field?.values[row]);
}
