import { t } from '@grafana/i18n';
import { z } from 'zod';

import { LAYERS, SEVERITIES } from '../../api/types';
import { fromJson, fromWords } from './formText';
import { type SignalFormValues } from './formValues';

const ID = /^[a-z][a-z0-9-]{1,62}$/;
const ALERT_NAME = /^[A-Z][A-Za-z0-9]+$/;
const DURATION = /^[0-9]+(ms|s|m|h|d)$/;

export const VISUALISATIONS = [
  'timeseries',
  'stat',
  'table',
  'bargauge',
  'logs',
  'statetimeline',
  'heatmap',
  'nodegraph',
] as const;

/** The shape only, so that a mistake is shown while typing; the backend checks what the queries mean. */
export const formSchema = (): z.ZodType<SignalFormValues, SignalFormValues> =>
  z
    .object({
      id: z
        .string()
        .regex(ID, t('signal-form.bad-id', '2 to 63 small letters, digits and hyphens, beginning with a letter')),
      layer: z.enum(LAYERS),
      group: required(),
      title: required(),
      why: required(),
      unit: required(),
      visualisation: z.enum(VISUALISATIONS),
      sources: z.string(),
      prometheus: z.array(rowSchema()),
      elasticsearch: json(),
      loki: z.object({ expr: z.string(), legend: z.string() }),
      pixie: z.object({ pxl: z.string(), columns: z.string(), requires: z.string() }),
      kubeshark: json(),
      splunk: z.object({ spl: z.string(), requires: z.string() }),
      dynatrace: z.object({ dql: z.string(), metricSelector: z.string(), requires: z.string() }),
      alert: alertSchema(),
    })
    .refine(hasProvider, {
      path: ['providers'],
      error: t('signal-form.no-query', 'Give it a query for at least one data source'),
    });

const missing = () => t('signal-form.missing', 'Is missing');

function required() {
  return z.string().trim().min(1, missing());
}

function json() {
  return z.string().refine(isJson, { error: t('signal-form.bad-json', 'An object in JSON, or nothing') });
}

function isJson(text: string): boolean {
  try {
    fromJson(text);
    return true;
  } catch {
    return false;
  }
}

function rowSchema() {
  return z.object({
    source: required(),
    expr: required(),
    legend: required(),
    needs: z.string().refine((text) => fromWords(text).length > 0, {
      error: t('signal-form.bad-needs', 'Name at least one metric of the query'),
    }),
    requires: z.string(),
    instant: z.boolean(),
    rest: z.record(z.string(), z.unknown()),
  });
}

function alertSchema() {
  const text = z.string();
  const shape = z.object({
    on: z.boolean(),
    name: text,
    source: text,
    query: text,
    op: text,
    value: text,
    window: text,
    for: text,
    severity: z.enum(SEVERITIES),
    summary: text,
    runbook: text,
    more: json(),
    cluster: text,
    namespace: text,
    service: text,
    node: text,
    pod: text,
  });
  return shape.superRefine((alert, context) => {
    if (alert.on) {
      for (const [field, message] of alertMistakes(alert)) {
        context.addIssue({ code: 'custom', path: [field], message });
      }
    }
  });
}

type Alert = SignalFormValues['alert'];

function alertMistakes(alert: Alert): Array<[keyof Alert, string]> {
  const duration = t('signal-form.bad-duration', 'A number and ms, s, m, h or d, such as 5m or 0s');
  const rules: Array<[keyof Alert, boolean, string]> = [
    ['name', ALERT_NAME.test(alert.name), t('signal-form.bad-name', 'Letters and digits, beginning with a capital')],
    ['for', DURATION.test(alert.for), duration],
    ['window', alert.window === '' || DURATION.test(alert.window), duration],
    ['value', alert.value === '' || isNumber(alert.value), t('signal-form.bad-value', 'A number, or nothing')],
    ['op', alert.value === '' || alert.op !== '', t('signal-form.bad-op', 'How is the threshold compared?')],
    ['summary', alert.summary !== '', missing()],
    ['runbook', alert.runbook !== '', missing()],
  ];
  return rules.flatMap(([field, right, message]) => (right ? [] : [[field, message] satisfies [keyof Alert, string]]));
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}

function hasProvider({ prometheus, elasticsearch, loki, pixie, kubeshark, splunk, dynatrace }: SignalFormValues) {
  const texts = [elasticsearch, kubeshark, loki.expr, pixie.pxl, splunk.spl, dynatrace.dql, dynatrace.metricSelector];
  return prometheus.length > 0 || texts.some((text) => text.trim() !== '');
}
