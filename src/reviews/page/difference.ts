import { type ReviewContent } from '../../api/reviews';

export interface DiffLine {
  op: 'same' | 'added' | 'removed';
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
  const width = after.length + 1;
  const common = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      common[i * width + j] =
        before[i] === after[j]
          ? (common[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0);
    }
  }
  const out: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const [old, next] = [before[i], after[j]];
    if (old !== undefined && old === next) {
      i++;
      j++;
    } else if (next === undefined || (old !== undefined && less(common, width, i, j))) {
      out.push({ op: 'removed', text: old ?? '' });
      i++;
    } else {
      out.push({ op: 'added', text: next });
      j++;
    }
  }
  return out;
}

/** Whether as much stays in common when the old line goes as when the new one comes. */
function less(common: Uint32Array, width: number, i: number, j: number): boolean {
  return (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0);
}
