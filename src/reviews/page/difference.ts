import { type ReviewContent } from '../../api/reviews';

export interface DiffLine {
  op: 'added' | 'removed';
  text: string;
}

/** A content as lines that people can compare: one per sentence, each with the path that it belongs to. */
export function linesOf(content: ReviewContent): string[] {
  return flat(content, '');
}

function flat(value: unknown, path: string): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((one, index) => flat(one, `${path}[${index + 1}]`));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, one]) => flat(one, path ? `${path}.${key}` : key));
  }
  if (value === undefined || value === null || value === '') {
    return [];
  }
  return String(value)
    .split('\n')
    .map((line) => `${path}: ${line}`);
}

/** What has to go and what has to come, by the longest common subsequence; what stays is left out. */
export function changesBetween(before: readonly string[], after: readonly string[]): DiffLine[] {
  const common = commonLengths(before, after);
  const out: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && before[i] === after[j]) {
      i++;
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
