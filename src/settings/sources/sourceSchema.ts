import { t } from '@grafana/i18n';
import { z } from 'zod';

import { MAX_LABELS, parseLabels } from './groupBy';

const MAX_NAME = 100;

/** Limits as in the contract, so that the mistake is shown at its field before anything is sent. */
export const sourceSchema = () =>
  z
    .object({
      name: z
        .string()
        .trim()
        .min(1, t('source-form.name-missing', 'Give it a name'))
        .max(MAX_NAME, t('source-form.name-long', 'At most {{max}} characters', { max: MAX_NAME })),
      kind: z.enum(['alertmanager', 'grafana', 'pagerduty', 'json', 'heartbeat']),
      groupBy: z.string().refine((text) => isLabelList(parseLabels(text)), {
        error: t('source-form.labels', '1 to {{max}} label names, separated by commas', { max: MAX_LABELS }),
      }),
      mapping: mappingSchema(),
    })
    .refine(({ kind, mapping }) => kind !== 'json' || mapping.labels.trim() !== '', {
      path: ['mapping', 'labels'],
      error: t('source-form.labels-missing', 'Say what the labels of an alert are'),
    });

/** Bytes of one expression, as in the contract. */
const MAX_EXPRESSION = 4096;

function mappingSchema() {
  const expression = z
    .string()
    .max(MAX_EXPRESSION, t('source-form.expression-long', 'At most {{max}} characters', { max: MAX_EXPRESSION }));
  return z.object({
    alerts: expression,
    labels: expression,
    status: expression,
    fingerprint: expression,
    annotations: expression,
    startsAt: expression,
    endsAt: expression,
    values: expression,
    link: expression,
    dashboard: expression,
    runbook: expression,
  });
}

function isLabelList(labels: string[]): boolean {
  return labels.length >= 1 && labels.length <= MAX_LABELS;
}

export type SourceFormValues = z.infer<ReturnType<typeof sourceSchema>>;
