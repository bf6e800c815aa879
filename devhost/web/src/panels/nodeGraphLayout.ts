import { type GraphEdge } from './nodeGraphData';

export interface Point {
  x: number;
  y: number;
}

/** Room for one node in pixels, its texts included. */
const CELL: Point = { x: 190, y: 130 };

/**
 * Callers on the left, what they call on the right; in a column each node stands near those that call it.
 * @returns the middle of each node, and the size of all
 */
export function layout(ids: string[], edges: Array<Pick<GraphEdge, 'source' | 'target'>>) {
  const depth = depths(ids, edges);
  const columns: string[][] = [];
  for (const id of ids) {
    (columns[depth.get(id) ?? 0] ??= []).push(id);
  }
  const filled = columns.filter((column) => column.length > 0);
  const tallest = Math.max(1, ...filled.map((column) => column.length));
  const at = new Map<string, Point>();
  filled.forEach((column, x) => {
    const callers = (id: string) => edges.filter((e) => e.target === id).flatMap((e) => at.get(e.source)?.y ?? []);
    const wish = new Map(column.map((id) => [id, mean(callers(id))]));
    column.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0));
    const gap = (tallest * CELL.y) / column.length;
    column.forEach((id, y) => at.set(id, { x: (x + 0.5) * CELL.x, y: (y + 0.5) * gap }));
  });
  return { at, width: Math.max(1, filled.length) * CELL.x, height: tallest * CELL.y };
}

const mean = (numbers: number[]) => (numbers.length ? numbers.reduce((a, b) => a + b, 0) / numbers.length : 0);

/** The longest way from a node that nobody calls; an edge that closes a circle does not count. */
function depths(ids: string[], edges: Array<Pick<GraphEdge, 'source' | 'target'>>) {
  const called = new Set(edges.map(({ target }) => target));
  const depth = new Map<string, number>();
  const visit = (id: string, steps: number, path: Set<string>) => {
    if (path.has(id) || (depth.get(id) ?? -1) >= steps) {
      return;
    }
    depth.set(id, steps);
    const further = new Set(path).add(id);
    edges.filter(({ source }) => source === id).forEach(({ target }) => visit(target, steps + 1, further));
  };
  ids.filter((id) => !called.has(id)).forEach((id) => visit(id, 0, new Set()));
  // Circles that nothing leads into start anywhere.
  ids.forEach((id) => depth.has(id) || visit(id, 0, new Set()));
  return depth;
}
