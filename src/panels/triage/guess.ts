import { FieldType } from '@grafana/data';

import { type Source } from './sources';
import { type Role } from './types';

/** What fields are called, most telling first: Prometheus and Grafana Alerting, ECS and Kibana, others. */
const NAMES: Record<Role, string[]> = {
  severity: ['severity', 'kibana.alert.severity', 'priority', 'event.severity_label', 'alert.severity', 'log.level', 'level', 'urgency'],
  title: [
    'summary', 'title', 'rulename', 'alertname', 'kibana.alert.rule.name', 'rule.name', 'ruleTitle', 'alert.name', 'alert', 'name', 'message',
    'description',
  ],
  service: ['service', 'service_name', 'service.name', 'kibana.alert.service.name', 'app', 'application', 'job', 'namespace', 'host.name', 'instance'],
  started: ['startsAt', 'started', 'started_at', 'start', 'activeAt', 'activeSince', 'firedAt', 'kibana.alert.start', 'event.start', 'created_at', 'createdAt'],
  state: ['alertstate', 'state', 'status', 'kibana.alert.status', 'current'],
  link: ['url', 'link', 'href', 'generatorURL', 'kibana.alert.url', 'event.url'],
}; // prettier-ignore

/** The metric in which Prometheus keeps since when an alert is active, in seconds. */
const STARTS = 'ALERTS_FOR_STATE';

/** The name of the field that most likely says this; undefined when none does. */
export function guess(role: Role, source: Source): string | undefined {
  const byLower = new Map(source.names.map((name) => [name.toLowerCase(), name]));
  const known = NAMES[role].map((name) => byLower.get(name.toLowerCase())).find((name) => name !== undefined);
  return known ?? (role === 'started' ? guessStart(source) : undefined);
}

function guessStart(source: Source): string | undefined {
  if (!source.measured) {
    return source.names.find((name) => source.field(name)?.type === FieldType.time);
  }
  const metric: unknown = source.length > 0 ? source.value(0, '__name__') : undefined;
  return metric === STARTS ? source.names.find((name) => /^Value( #.+)?$/.test(name)) : undefined;
}
