import { type RunbookDiffLine } from '../../api/runbooks';

/** Lines around a change that are shown. */
const CONTEXT = 3;

export interface DiffPart extends RunbookDiffLine {
  /** How many lines stand folded here; 0 for a line itself. */
  folded: number;
}

/** Leaves only changes and the lines around them; what lies between becomes one part. */
export function foldSame(lines: RunbookDiffLine[]): DiffPart[] {
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
