import { type Layout, rowAt } from './layout';
import { type Mark, type Packed } from './pack';

/** Half of what a mark takes on the screen, as its ring is drawn. */
export const REACH = 10;

/** The mark at a pixel of the stage, for marks that are painted and so are no elements. A lane has some hundreds of them at most. */
export function markAtPoint(
  { packed, layout }: { packed: readonly Packed[]; layout: Layout },
  x: number,
  y: number
): Mark | undefined {
  const index = layout.lanes.findIndex(({ top, height }) => y >= top && y < top + height);
  const [lane, row] = [layout.lanes[index], packed[index]];
  const wanted = lane && row && rowAt(lane, y, row.rows, layout.narrow);
  if (!row || wanted === undefined) {
    return undefined;
  }
  let nearest: Mark | undefined;
  for (const mark of row.marks) {
    if (mark.row === wanted && (!nearest || distance(mark, x) < distance(nearest, x))) {
      nearest = mark;
    }
  }
  return nearest && distance(nearest, x) <= REACH ? nearest : undefined;
}

const distance = (mark: Mark, x: number) => Math.max(mark.x - x, x - mark.end);
