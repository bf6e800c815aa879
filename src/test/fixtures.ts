import {
  type AlertOccurrence,
  type AlertPack,
  type AlertPackRule,
  type Incident,
  type IncidentDetail,
  type IncidentResponse,
  type Message,
  type MessageTemplate,
  type Overview,
  type OwnSignalRecord,
  type Signal,
  type SignalAlert,
  type SignalSummary,
  type Source,
  type TimelineEntry,
} from '../api/types';

export const T0 = '2026-08-01T12:00:00Z';

export function anIncident(over: Partial<Incident> = {}): Incident {
  return {
    number: 7,
    title: 'Checkout answers with errors',
    severity: 'P1',
    status: 'triage',
    acknowledged: false,
    layers: ['application'],
    services: ['checkout'],
    groupKey: 'cluster=shop,namespace=shop,service=checkout',
    firingAlerts: 1,
    totalAlerts: 1,
    flapCount: 0,
    drill: false,
    version: 3,
    detectedAt: T0,
    createdAt: T0,
    updatedAt: T0,
    ...over,
  };
}

export function anAlert(over: Partial<AlertOccurrence> = {}): AlertOccurrence {
  return {
    id: 70,
    name: 'HttpServerErrorsHigh',
    state: 'firing',
    fingerprint: 'c0ffee',
    sourceId: 'alertmanager',
    sourceName: 'Alertmanager',
    labels: { alertname: 'HttpServerErrorsHigh', service: 'checkout', namespace: 'shop', cluster: 'shop' },
    annotations: { summary: '12% of the requests fail' },
    values: {},
    severity: 'P1',
    layer: 'application',
    signal: 'http-5xx-ratio',
    service: 'checkout',
    summary: '12% of the requests fail',
    startsAt: T0,
    lastSeenAt: T0,
    repeatCount: 1,
    links: {},
    ...over,
  };
}

export function aDetail(over: Partial<IncidentDetail> = {}): IncidentDetail {
  return {
    incident: anIncident(),
    alerts: [anAlert()],
    allowed: ['acknowledge', 'resolve', 'note'],
    statuses: ['investigating', 'mitigating', 'monitoring'],
    ...over,
  };
}

export function anEntry(over: Partial<TimelineEntry> = {}): TimelineEntry {
  return {
    seq: 1,
    at: T0,
    recordedAt: T0,
    kind: 'incident_created',
    actor: { type: 'system', name: 'Strata' },
    body: 'Opened by **HttpServerErrorsHigh**',
    data: {},
    ...over,
  };
}

export function anOverview(over: Partial<Overview> = {}): Overview {
  return { at: T0, open: { P0: 0, P1: 1, P2: 0, P3: 0 }, unacknowledged: 1, services: [], ...over };
}

export function aSource(over: Partial<Source> = {}): Source {
  return {
    id: 'alertmanager',
    name: 'Alertmanager',
    kind: 'alertmanager',
    enabled: true,
    groupBy: ['cluster', 'namespace', 'service'],
    createdAt: T0,
    stats: { deliveries: 4, alerts: 9, rejected: 1, lastDeliveryAt: T0 },
    ...over,
  };
}

export function anAlertCondition(over: Partial<SignalAlert> = {}): SignalAlert {
  return {
    name: 'HttpServerErrorsHigh',
    query: 'sum by (service_name) (rate(errors[$__window]))',
    op: '>',
    value: 0.05,
    window: '5m',
    for: '5m',
    severity: 'P1',
    summary: 'fails',
    runbook: 'app-error-rate',
    source: 'otel',
    entity: { service: { label: 'service_name' } },
    ...over,
  };
}

export function aSignal(over: Partial<Signal> = {}): Signal {
  return {
    id: 'http-5xx-ratio',
    layer: 'application',
    group: 'requests',
    title: 'Server error ratio (5xx)',
    why: 'The share of requests that the service itself fails.',
    unit: 'percentunit',
    visualisation: 'timeseries',
    providers: {
      prometheus: [
        {
          source: 'otel',
          expr: 'sum by (service_name) (rate(errors{namespace=~"$namespace",service_name=~"$service"}[$__rate_interval]))',
          legend: '{{service_name}}',
          needs: ['http_server_request_duration_seconds_count'],
        },
      ],
    },
    alert: anAlertCondition(),
    sources: ['OpenTelemetry semantic conventions'],
    origin: 'catalog',
    enabled: true,
    ...over,
  };
}

export function aSummary(over: Partial<SignalSummary> = {}): SignalSummary {
  const { id, layer, group, title, why, unit, visualisation, alert } = aSignal();
  return {
    id,
    layer,
    group,
    title,
    why,
    unit,
    visualisation,
    alert,
    providers: [{ provider: 'prometheus', source: 'otel', needs: ['http_server_request_duration_seconds_count'] }],
    origin: 'catalog',
    enabled: true,
    ...over,
  };
}

export function aRule(over: Partial<AlertPackRule> = {}): AlertPackRule {
  return {
    name: 'HttpServerErrorsHigh',
    signal: 'http-5xx-ratio',
    layer: 'application',
    severity: 'P1',
    provider: 'prometheus',
    source: 'otel',
    expr: 'sum by (service_name) (rate(errors[5m])) > 0.05',
    for: '5m',
    summary: 'fails',
    changed: false,
    ...over,
  };
}

export function aPack(over: Partial<AlertPack> = {}): AlertPack {
  return { format: 'grafana', fileName: 'strata-alerts.yaml', content: 'apiVersion: 1\n', rules: [aRule()], ...over };
}

export function anOwnRecord(over: Partial<OwnSignalRecord> = {}): OwnSignalRecord {
  return {
    signal: { id: 'http-5xx-ratio' },
    provisioned: false,
    version: 4,
    updatedAt: T0,
    updatedBy: 'admin',
    ...over,
  };
}

export function aResponse(over: Partial<IncidentResponse> = {}): IncidentResponse {
  return {
    at: T0,
    playbook: 'Major fault',
    playbookId: 'p1',
    roles: [
      { id: 'commander', title: 'Incident commander', duty: 'Decides.', many: false, people: [] },
      { id: 'expert', title: 'Subject expert', many: true, people: [{ login: 'ben', since: T0 }] },
    ],
    steps: [
      {
        id: 'primary',
        to: ['primary-on-call'],
        message: 'Call for help',
        state: 'done',
        doneAt: T0,
        times: 1,
        told: true,
      },
      { id: 'secondary', to: ['secondary-on-call'], message: 'Call for help', state: 'spared', times: 0, told: false },
    ],
    ...over,
  };
}

export function aTemplate(over: Partial<MessageTemplate> = {}): MessageTemplate {
  return {
    id: 'internal-update',
    title: 'Internal: update',
    audience: 'internal',
    subject: '#{{.Number}}',
    body: '{{.Impact}}',
    from: 'catalog/messages/internal-update.md',
    ...over,
  };
}

export function aMessage(over: Partial<Message> = {}): Message {
  return {
    id: 5,
    audience: 'external',
    channels: [],
    subject: 'Problems with orders',
    body: 'Orders fail.',
    state: 'waiting',
    writtenBy: 'ben',
    createdAt: T0,
    needsApproval: true,
    ...over,
  };
}
