import {
  createDataFrame,
  type DataFrame,
  type DataLink,
  type FieldConfig,
  FieldType,
  locationUtil,
  MappingType,
  type ValueMapping,
} from '@grafana/data';

import {
  type AlertReport,
  type CountReport,
  type DurationReport,
  type Incident,
  type Severity,
  SEVERITIES,
} from '../api/types';
import { INCIDENTS_FRAME, PLUGIN_ID } from '../constants';
import { type SplitBy, type Statistic } from './types';

/** Names of fields are part of the interface to dashboards: they stay, and are not translated. */
export type Column<T> = [name: string, type: FieldType, value: (row: T) => unknown, config?: FieldConfig];

/** As the app paints severities; Grafana's own names follow the theme. */
const COLORS: Record<Severity, string> = { P0: 'red', P1: 'orange', P2: 'yellow', P3: 'blue' };

const INCIDENT_LINK: DataLink = {
  title: 'Open the incident',
  url: `/a/${PLUGIN_ID}/incidents/\${__data.fields.Number}`,
};

/** To the second, in the dashboard's time zone. */
export const WHEN: FieldConfig = { unit: 'time:YYYY-MM-DD HH:mm:ss' };

export function incidentsFrame(incidents: Incident[], refId: string, now: number): DataFrame {
  const frame = table<Incident>(refId, incidents, [
    ['Detected', FieldType.time, ({ detectedAt }) => millis(detectedAt), WHEN],
    ['Number', FieldType.number, ({ number }) => number, { links: [INCIDENT_LINK], decimals: 0 }],
    ['Severity', FieldType.string, ({ severity }) => severity, { mappings: [severityMapping()] }],
    ['Status', FieldType.string, ({ status }) => status],
    ['Title', FieldType.string, ({ title }) => title, { links: [INCIDENT_LINK] }],
    ['Acknowledged by', FieldType.string, ({ acknowledgedBy }) => acknowledgedBy ?? ''],
    ['Layers', FieldType.string, ({ layers }) => layers.join(', ')],
    ['Services', FieldType.string, ({ services }) => services.join(', ')],
    ['Firing alerts', FieldType.number, ({ firingAlerts }) => firingAlerts],
    ['Alerts', FieldType.number, ({ totalAlerts }) => totalAlerts],
    ['Impact started', FieldType.time, ({ impactStartedAt }) => millis(impactStartedAt), WHEN],
    ['Mitigated', FieldType.time, ({ mitigatedAt }) => millis(mitigatedAt), WHEN],
    ['Resolved', FieldType.time, ({ resolvedAt }) => millis(resolvedAt), WHEN],
    ['Duration', FieldType.number, (incident) => lasted(incident, now), { unit: 's' }],
  ]);
  // The triage panel knows them by this, and shows the incidents as they are now.
  return { ...frame, meta: { ...frame.meta, custom: { strata: INCIDENTS_FRAME } } };
}

/** Seconds from detection to resolved, or to now while it is open. */
function lasted({ detectedAt, resolvedAt }: Incident, now: number): number {
  return Math.max(0, ((millis(resolvedAt) ?? now) - Date.parse(detectedAt)) / 1000);
}

/**
 * Regions from detection to resolved; what is still open reaches to now. There is no field "id": Grafana would take it for that of an
 * annotation in its own store, which its tooltip offers to edit and to delete.
 */
export function annotationsFrame(incidents: Incident[], refId: string, now: number): DataFrame {
  return table<Incident>(refId, incidents, [
    ['time', FieldType.time, ({ detectedAt }) => millis(detectedAt)],
    ['timeEnd', FieldType.time, ({ resolvedAt }) => millis(resolvedAt) ?? now],
    ['title', FieldType.string, ({ number, severity, title }) => `${severity} · #${number} ${title}`],
    ['text', FieldType.string, ({ number }) => incidentLink(number)],
    ['tags', FieldType.other, ({ severity, status, layers, services }) => [severity, status, ...layers, ...services]],
    ['color', FieldType.string, ({ severity }) => COLORS[severity]],
  ]);
}

export function countsFrame(
  { times, series }: CountReport,
  refId: string,
  measure: 'opened' | 'open',
  by: SplitBy
): DataFrame {
  const zeros = times.map(() => 0);
  // Without any incident there is nothing to split; a panel without a number would say that its data are wrong.
  const [lines, split] =
    series.length === 0 ? [[{ key: '', opened: zeros, open: zeros }], 'nothing' as const] : [series, by];
  return createDataFrame({
    refId,
    meta: { preferredVisualisationType: 'graph' },
    fields: [
      { name: 'Time', type: FieldType.time, values: times.map((time) => Date.parse(time)) },
      ...lines.map((line) => ({
        name: 'Incidents',
        type: FieldType.number,
        values: line[measure],
        labels: split === 'nothing' ? undefined : { [split]: line.key },
        config: {
          displayNameFromDS: split === 'nothing' ? `Incidents ${measure}` : line.key || `no ${split}`,
          unit: 'short',
          decimals: 0,
          ...lineColor(split, line.key),
        },
      })),
    ],
  });
}

function lineColor(by: SplitBy, key: string): FieldConfig {
  const severity = by === 'severity' ? SEVERITIES.find((one) => one === key) : undefined;
  return severity ? { color: { mode: 'fixed', fixedColor: COLORS[severity] } } : {};
}

export function durationsFrame(
  { groups }: DurationReport,
  refId: string,
  statistic: Statistic,
  by: SplitBy
): DataFrame {
  type Group = DurationReport['groups'][number];
  const steps: Array<[string, 'detect' | 'acknowledge' | 'mitigate' | 'resolve']> = [
    ['Time to detect', 'detect'],
    ['Time to acknowledge', 'acknowledge'],
    ['Time to mitigate', 'mitigate'],
    ['Time to resolve', 'resolve'],
  ];
  const split: Array<Column<Group>> =
    by === 'nothing' ? [] : [[title(by), FieldType.string, ({ key }) => key || `no ${by}`]];
  return table<Group>(refId, groups, [
    ...split,
    ['Incidents', FieldType.number, ({ incidents }) => incidents],
    ...steps.map(([name, step]): Column<Group> => [
      name,
      FieldType.number,
      (group) => group[step][statistic] ?? null,
      { unit: 's' },
    ]),
  ]);
}

export function alertsFrame({ alerts }: AlertReport, refId: string): DataFrame {
  type Noise = AlertReport['alerts'][number];
  return table<Noise>(refId, alerts, [
    ['Alert', FieldType.string, ({ name }) => name],
    ['Layer', FieldType.string, ({ layer }) => layer ?? ''],
    ['Firings', FieldType.number, ({ firings }) => firings],
    ['Series', FieldType.number, ({ alerts: count }) => count],
    ['Incidents', FieldType.number, ({ incidents }) => incidents],
    ['Acknowledged', FieldType.number, ({ acknowledged }) => acknowledged],
    ['Under 5 minutes', FieldType.number, ({ short }) => short],
    ['Firing time', FieldType.number, ({ firingSeconds }) => firingSeconds, { unit: 's' }],
    ['Last fired', FieldType.time, ({ lastAt }) => millis(lastAt), WHEN],
  ]);
}

/** Grafana shows the text of an annotation as sanitised HTML; only the number stands in it. */
function incidentLink(number: number): string {
  return `<a href="${locationUtil.assureBaseUrl(`/a/${PLUGIN_ID}/incidents/${number}`)}">Open incident ${number}</a>`;
}

export function table<T>(refId: string, rows: T[], columns: Array<Column<T>>): DataFrame {
  return createDataFrame({
    refId,
    meta: { preferredVisualisationType: 'table' },
    fields: columns.map(([name, type, value, config = {}]) => ({ name, type, config, values: rows.map(value) })),
  });
}

export function severityMapping(): ValueMapping {
  const options = SEVERITIES.map((severity, index) => [severity, { color: COLORS[severity], index }] as const);
  return { type: MappingType.ValueToText, options: Object.fromEntries(options) };
}

export function millis(time: string | undefined): number | null {
  return time ? Date.parse(time) : null;
}

function title(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
