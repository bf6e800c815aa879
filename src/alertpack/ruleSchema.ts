import { t } from '@grafana/i18n';
import { z } from 'zod';

import { SEVERITIES } from '../api/types';

/** As Prometheus writes durations in rules, with one unit. */
const DURATION = /^[0-9]+(ms|s|m|h|d)$/;

/** The threshold is a text while it is typed; a rule without one keeps it empty. */
export const ruleSchema = (hasThreshold: boolean) =>
  z.object({
    value: z.string().refine((text) => !hasThreshold || isNumber(text), {
      error: t('alert-rules.bad-value', 'A number in the unit of the query, such as 0.05'),
    }),
    for: z.string().trim().regex(DURATION, t('alert-rules.bad-for', 'A number and ms, s, m, h or d, such as 5m or 0s')),
    severity: z.enum(SEVERITIES),
  });

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}

export type RuleFormValues = z.infer<ReturnType<typeof ruleSchema>>;
