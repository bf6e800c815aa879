import { type DataFrame, type Field, FieldType, formattedValueToString, getFieldDisplayName } from '@grafana/data';

export interface GraphNode {
  id: string;
  title: string;
  subtitle: string;
  stats: string[];
  /** Parts of the ring, clockwise from the top; shares add up to 1. */
  arcs: Array<{ share: number; color: string; name: string }>;
  details: Array<{ name: string; text: string }>;
  color?: string;
  /** Where the node's links come from. */
  frame?: DataFrame;
  row: number;
}

export interface GraphEdge {
  id: string;
  source: string;
  target: string;
  stats: string[];
  thickness: number;
  color?: string;
  dashes?: string;
}

/** The fields of a row by their names, which are compared in lower case, as in Grafana. */
class Row {
  constructor(
    private readonly frame: DataFrame,
    readonly index: number
  ) {}

  field(name: string) {
    return this.frame.fields.find((f) => f.name.toLowerCase() === name);
  }

  fields(prefix: string) {
    return this.frame.fields.filter((f) => f.name.startsWith(prefix));
  }

  value(field: Field | undefined): unknown {
    return field?.values[this.index];
  }

  text(name: string) {
    return textOf(this.field(name), this.value(this.field(name)));
  }

  number(name: string) {
    return Number(this.value(this.field(name)) ?? NaN);
  }

  nameOf(field: Field) {
    return getFieldDisplayName(field, this.frame);
  }

  stats() {
    return ['mainstat', 'secondarystat'].map((name) => this.text(name)).filter(Boolean);
  }
}

function textOf(field: Field | undefined, value: unknown): string {
  if (value === null || value === undefined) {
    return '';
  }
  const display = field?.type === FieldType.number ? field.display?.(value) : undefined;
  return display ? formattedValueToString(display) : String(value);
}

const rowsOf = (frame: DataFrame) => Array.from({ length: frame.length }, (_, i) => new Row(frame, i));
const isEdges = (frame: DataFrame) =>
  frame.name === 'edges' || frame.fields.some((f) => f.name.toLowerCase() === 'source');

/** Reads Grafana's node graph frames: one with edges, one with nodes; nodes that only edges name are added. */
export function graphOf(frames: DataFrame[]): { nodes: GraphNode[]; edges: GraphEdge[] } {
  const edges = frames.filter(isEdges).flatMap(rowsOf).map(edgeOf);
  const nodes = new Map(
    frames
      .filter((f) => !isEdges(f))
      .flatMap((frame) => rowsOf(frame).map((row) => nodeOf(row, frame)))
      .map((node) => [node.id, node])
  );
  for (const id of edges.flatMap(({ source, target }) => [source, target])) {
    if (!nodes.has(id)) {
      nodes.set(id, { id, title: id, subtitle: '', stats: [], arcs: [], details: [], row: 0 });
    }
  }
  return { nodes: [...nodes.values()], edges };
}

function nodeOf(row: Row, frame: DataFrame): GraphNode {
  const arcs = row.fields('arc__').map((field) => ({
    share: Number(row.value(field)) || 0,
    color: field.config.color?.fixedColor ?? 'gray',
    name: row.nameOf(field),
  }));
  const details = row.fields('detail__').map((f) => ({ name: row.nameOf(f), text: textOf(f, row.value(f)) }));
  const id = row.text('id');
  return {
    id,
    title: row.text('title') || id,
    subtitle: row.text('subtitle'),
    stats: row.stats(),
    arcs: arcs.filter(({ share }) => share > 0),
    details,
    color: row.text('color') || undefined,
    frame,
    row: row.index,
  };
}

function edgeOf(row: Row): GraphEdge {
  const [source, target] = [row.text('source'), row.text('target')];
  return {
    id: row.text('id') || `${source}→${target}`,
    source,
    target,
    stats: row.stats(),
    thickness: row.number('thickness') || 1,
    color: row.text('color') || undefined,
    dashes: row.text('strokedasharray') || undefined,
  };
}
