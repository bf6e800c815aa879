import { type Endpoint, endpointId, type Flow } from './flows';

export interface GraphNode extends Endpoint {
  id: string;
  /** Sum of what arrives; of what is sent where nothing arrives. */
  rate?: number;
  /** Share of what arrives that fails, 0 to 1, weighted by rate. */
  errors?: number;
  /** The slowest of what arrives, in seconds. */
  latency?: number;
}

export interface GraphEdge extends Flow {
  id: string;
  from: string;
  to: string;
}

export interface ServiceGraph {
  nodes: GraphNode[];
  /** The busiest first. */
  edges: GraphEdge[];
  /** How many edges there are, also those that are not shown. */
  total: number;
}

/** The `limit` busiest flows and their ends. `total` is what the data source counted, where it was asked. */
export function serviceGraph(flows: Flow[], limit: number, total = flows.length): ServiceGraph {
  const edges = [...flows].sort(byLoad).slice(0, limit).map(toEdge);
  return { nodes: nodesOf(edges), edges, total: Math.max(total, flows.length) };
}

/** Without a rate, as Pixie's edges are, the slow ones matter. */
function byLoad(a: Flow, b: Flow): number {
  return (b.rate ?? 0) - (a.rate ?? 0) || (b.latency ?? 0) - (a.latency ?? 0);
}

function toEdge(flow: Flow): GraphEdge {
  const [from, to] = [endpointId(flow.source), endpointId(flow.target)];
  return { ...flow, from, to, id: `${from} ${to}` };
}

function nodesOf(edges: GraphEdge[]): GraphNode[] {
  const ends = new Map<string, Endpoint>();
  for (const { from, to, source, target } of edges) {
    ends.set(from, source);
    ends.set(to, target);
  }
  return [...ends].map(([id, end]) => ({ id, ...end, ...figures(id, edges) }));
}

function figures(id: string, edges: GraphEdge[]): Pick<GraphNode, 'rate' | 'errors' | 'latency'> {
  const incoming = edges.filter(({ to }) => to === id);
  const counted = incoming.length > 0 ? incoming : edges.filter(({ from }) => from === id);
  return { rate: sum(counted.map(({ rate }) => rate)), errors: meanErrors(incoming), latency: largest(incoming) };
}

function meanErrors(edges: GraphEdge[]): number | undefined {
  const known = edges.flatMap(({ errors, rate = 0 }) => (errors === undefined ? [] : [{ errors, rate }]));
  const weight = sum(known.map(({ rate }) => rate)) ?? 0;
  if (known.length === 0) {
    return undefined;
  }
  return weight > 0
    ? known.reduce((all, { errors, rate }) => all + errors * rate, 0) / weight
    : Math.max(...known.map(({ errors }) => errors));
}

function largest(edges: GraphEdge[]): number | undefined {
  const known = edges.flatMap(({ latency }) => (latency === undefined ? [] : [latency]));
  return known.length > 0 ? Math.max(...known) : undefined;
}

function sum(values: Array<number | undefined>): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length > 0 ? known.reduce((all, value) => all + value, 0) : undefined;
}
