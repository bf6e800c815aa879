import { type Mapping } from '../../api/types';

/** In the order of the form. */
export const MAPPING_FIELDS = [
  'alerts',
  'labels',
  'status',
  'fingerprint',
  'annotations',
  'startsAt',
  'endsAt',
  'values',
  'link',
  'dashboard',
  'runbook',
] as const;

export type MappingField = (typeof MAPPING_FIELDS)[number];

/** What most senders need; the rest is behind a fold. */
export const FIRST_FIELDS: readonly MappingField[] = ['alerts', 'labels', 'status', 'fingerprint'];

export type MappingValues = Record<MappingField, string>;

/** Every field as a text for the form. */
export function mappingValues(mapping: Mapping = {}): MappingValues {
  return {
    alerts: mapping.alerts ?? '',
    labels: mapping.labels ?? '',
    status: mapping.status ?? '',
    fingerprint: mapping.fingerprint ?? '',
    annotations: mapping.annotations ?? '',
    startsAt: mapping.startsAt ?? '',
    endsAt: mapping.endsAt ?? '',
    values: mapping.values ?? '',
    link: mapping.link ?? '',
    dashboard: mapping.dashboard ?? '',
    runbook: mapping.runbook ?? '',
  };
}

/** Fields without text are left out. */
export function toMapping(values: MappingValues): Mapping {
  const mapping: Mapping = {};
  for (const field of MAPPING_FIELDS) {
    const text = values[field].trim();
    if (text !== '') {
      mapping[field] = text;
    }
  }
  return mapping;
}

export const EXAMPLES: MappingValues = {
  alerts: 'body.checks',
  labels: '{"alertname": alert.title, "service": alert.service}',
  status: 'alert.ok ? "resolved" : "firing"',
  fingerprint: 'alert.id',
  annotations: '{"summary": alert.text}',
  startsAt: 'alert.since',
  endsAt: 'has(alert.until) ? alert.until : null',
  values: '{"value": alert.value}',
  link: 'alert.url',
  dashboard: 'alert.dashboard',
  runbook: 'alert.runbook',
};

export const EXAMPLE_BODY = `{
  "checks": [
    { "id": 17, "title": "CheckFailed", "service": "cart", "ok": false, "since": "2026-11-21T09:00:00Z" }
  ]
}`;
