import { type Mark, type Packed } from './pack';

/** The mark that an arrow key leads to: left and right inside of the lane, up and down to the nearest of the next lane that has any. */
export function neighbour(packed: readonly Packed[], id: string | undefined, key: string): Mark | undefined {
  const lane = packed.findIndex(({ marks }) => marks.some((mark) => idOf(mark) === id));
  const marks = packed[lane]?.marks ?? [];
  const index = marks.findIndex((mark) => idOf(mark) === id);
  const mark = marks[index];
  if (!mark) {
    return packed.find(({ marks: any }) => any.length > 0)?.marks[0];
  }
  switch (key) {
    case 'ArrowLeft':
      return marks[Math.max(0, index - 1)];
    case 'ArrowRight':
      return marks[Math.min(marks.length - 1, index + 1)];
    case 'ArrowUp':
      return nearest(packed.slice(0, lane).reverse(), mark.x) ?? mark;
    case 'ArrowDown':
      return nearest(packed.slice(lane + 1), mark.x) ?? mark;
    case 'Home':
      return marks[0];
    case 'End':
      return marks.at(-1);
    default:
      return undefined;
  }
}

export const idOf = ({ entries }: Mark): string => entries[0]?.id ?? '';

function nearest(lanes: readonly Packed[], x: number): Mark | undefined {
  const marks = lanes.find((lane) => lane.marks.length > 0)?.marks ?? [];
  return marks.reduce<Mark | undefined>(
    (best, mark) => (!best || Math.abs(mark.x - x) < Math.abs(best.x - x) ? mark : best),
    undefined
  );
}

/** The mark that an entry is in, alone or in a cluster. */
export function markOf(packed: readonly Packed[], id: string | undefined): Mark | undefined {
  if (id === undefined) {
    return undefined;
  }
  for (const { marks } of packed) {
    const found = marks.find(({ entries }) => entries.some((entry) => entry.id === id));
    if (found) {
      return found;
    }
  }
  return undefined;
}
