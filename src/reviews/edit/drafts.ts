import { config } from '@grafana/runtime';
import { z } from 'zod';

/** What somebody is writing, so that a reload does not lose it. `seen` is the part as it was when they began. */
export interface Draft<V> {
  version: number;
  seen: V;
  values: V;
  /** Epoch milliseconds. */
  at: number;
}

/** Drafts of this browser, by review and part. What is stored but does not fit any more is ignored. */
export function readDraft<V>(number: number, part: string, shape: z.ZodType<V>): Draft<V> | undefined {
  const draft = z.object({ version: z.number(), seen: shape, values: shape, at: z.number() });
  try {
    const found = draft.safeParse(JSON.parse(localStorage.getItem(keyOf(number, part)) ?? 'null'));
    return found.success ? found.data : undefined;
  } catch {
    return undefined;
  }
}

export function writeDraft<V>(number: number, part: string, draft: Draft<V>): void {
  try {
    localStorage.setItem(keyOf(number, part), JSON.stringify(draft));
  } catch {
    // Full or forbidden: the text is still on screen, only a reload would lose it.
  }
}

export function dropDraft(number: number, part: string): void {
  localStorage.removeItem(keyOf(number, part));
}

function keyOf(number: number, part: string): string {
  return `strata.review.${config.bootData.user.orgId}.${number}.${part}`;
}
