export interface DiffLine {
  op: 'same' | 'added' | 'removed';
  text: string;
}

export interface DiffPart extends DiffLine {
  /** How many lines stand folded here; 0 for a line itself. */
  folded: number;
}

/** Lines around a change that are shown. */
const CONTEXT = 3;

/** Cells of the table of common lengths, 4 bytes each; texts that differ in more lines than fit are shown as replaced. */
const MOST_CELLS = 4_000_000;

/** What stays, goes and comes, by the longest common subsequence of the lines between what both begin and end with. */
export function compareLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  const start = sharedLength(before, after, (list, index) => list[index]);
  const rest = [before.slice(start), after.slice(start)] as const;
  const end = sharedLength(...rest, (list, index) => list[list.length - 1 - index]);
  return [
    ...lines('same', before.slice(0, start)),
    ...middle(rest[0].slice(0, rest[0].length - end), rest[1].slice(0, rest[1].length - end)),
    ...lines('same', before.slice(before.length - end)),
  ];
}

function lines(op: DiffLine['op'], texts: readonly string[]): DiffLine[] {
  return texts.map((text) => ({ op, text }));
}

type At = (list: readonly string[], index: number) => string | undefined;

function sharedLength(a: readonly string[], b: readonly string[], at: At): number {
  let n = 0;
  while (n < Math.min(a.length, b.length) && at(a, n) === at(b, n)) {
    n++;
  }
  return n;
}

function middle(before: readonly string[], after: readonly string[]): DiffLine[] {
  if ((before.length + 1) * (after.length + 1) > MOST_CELLS) {
    return [...lines('removed', before), ...lines('added', after)];
  }
  const common = commonLengths(before, after);
  const out: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && before[i] === after[j]) {
      out.push({ op: 'same', text: before[i++] ?? '' });
      j++;
    } else if (j >= after.length || (i < before.length && common(i + 1, j) >= common(i, j + 1))) {
      out.push({ op: 'removed', text: before[i++] ?? '' });
    } else {
      out.push({ op: 'added', text: after[j++] ?? '' });
    }
  }
  return out;
}

/** How many lines the rests of both from here on have in common, in their order. */
function commonLengths(before: readonly string[], after: readonly string[]): (i: number, j: number) => number {
  const width = after.length + 1;
  const table = new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number) => table[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      table[i * width + j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  return at;
}

/** Leaves only changes and the lines around them; what lies between becomes one part. */
export function foldSame(lines: DiffLine[]): DiffPart[] {
  const near = new Set<number>();
  lines.forEach(({ op }, index) => {
    if (op !== 'same') {
      for (let at = index - CONTEXT; at <= index + CONTEXT; at++) {
        near.add(at);
      }
    }
  });
  const parts: DiffPart[] = [];
  lines.forEach((line, index) => {
    const last = parts.at(-1);
    if (near.has(index)) {
      parts.push({ ...line, folded: 0 });
    } else if (last && last.folded > 0) {
      last.folded += 1;
    } else {
      parts.push({ op: 'same', text: '', folded: 1 });
    }
  });
  return parts;
}
