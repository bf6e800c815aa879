import { type ReviewContent } from '../../api/reviews';
import { compareLines, type DiffLine } from '../../ui/diff';

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

/** What has to go and what has to come; what stays is left out. */
export function changesBetween(before: readonly string[], after: readonly string[]): DiffLine[] {
  return compareLines(before, after).filter(({ op }) => op !== 'same');
}
