import { config } from '@grafana/runtime';

import { type Source } from '../../api/types';
import { PLUGIN_ID } from '../../constants';

/** The sender's own limit: Grafana and Alertmanager cut a longer list off and say how many they left out. */
const MAX_ALERTS = 1000;

const TOKEN_PLACEHOLDER = '<token of this source>';
const SERVICE_ACCOUNT_PLACEHOLDER = '<token of a Grafana service account, role Viewer>';

/** Where the source's sender posts, with Grafana's public address and sub-path. */
export function ingestUrl({ id }: Pick<Source, 'id'>, pathToken?: string): string {
  const root = config.appUrl.replace(/\/$/, '');
  const path = `/api/plugins/${PLUGIN_ID}/resources/ingest/${encodeURIComponent(id)}`;
  return pathToken ? `${root}${path}/${pathToken}` : root + path;
}

/** A contact point as Grafana's alerting provisioning reads it. */
export function grafanaContactPoint(source: Source, token = TOKEN_PLACEHOLDER): string {
  return `apiVersion: 1
contactPoints:
  - orgId: 1
    name: Strata
    receivers:
      - uid: strata-webhook
        type: webhook
        disableResolveMessage: false
        settings:
          url: ${ingestUrl(source)}
          httpMethod: POST
          maxAlerts: ${MAX_ALERTS}
          authorization_scheme: Bearer
          authorization_credentials: ${quote(SERVICE_ACCOUNT_PLACEHOLDER)}
          headers:
            X-Strata-Token: ${quote(token)}
`;
}

/** A receiver for alertmanager.yml. Own headers need Alertmanager 0.28 or newer. */
export function alertmanagerReceiver(source: Source, token = TOKEN_PLACEHOLDER): string {
  return `receivers:
  - name: strata
    webhook_configs:
      - url: ${ingestUrl(source)}
        send_resolved: true
        max_alerts: ${MAX_ALERTS}
        http_config:
          authorization:
            type: Bearer
            credentials: ${quote(SERVICE_ACCOUNT_PLACEHOLDER)}
          http_headers:
            X-Strata-Token:
              secrets: [${quote(token)}]
`;
}

/** The same with the token in the path, for a sender that cannot set a header. */
export function alertmanagerPathReceiver(source: Source, token = '<token>'): string {
  return `receivers:
  - name: strata
    webhook_configs:
      - url: ${ingestUrl(source, token)}
        send_resolved: true
        max_alerts: ${MAX_ALERTS}
        http_config:
          authorization:
            type: Bearer
            credentials: ${quote(SERVICE_ACCOUNT_PLACEHOLDER)}
`;
}

/** One alert that fires, sent by hand the way of Grafana Alerting and Alertmanager. */
export function tryAlert(source: Source, token = TOKEN_PLACEHOLDER): string {
  const labels = { alertname: 'StrataTry', service: 'strata-try', severity: 'P3' };
  const alert = { status: 'firing', labels, annotations: { summary: 'Sent by hand to see an incident' } };
  return `now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
curl ${ingestUrl(source)} \\
  -H 'Content-Type: application/json' \\
  -H ${quote(`Authorization: Bearer ${SERVICE_ACCOUNT_PLACEHOLDER}`)} \\
  -H ${quote(`X-Strata-Token: ${token}`)} \\
  -d '{"version":"4","status":"firing","alerts":[${JSON.stringify(alert).slice(0, -1)},"startsAt":"'$now'"}]}'
`;
}

/** An event of the Events API v2, as any tool can send it that knows the address of the API. */
export function pagerDutyEvent(source: Source, token = TOKEN_PLACEHOLDER): string {
  const event = {
    routing_key: token,
    event_action: 'trigger',
    dedup_key: 'disk/db-1',
    payload: { summary: 'Disk 93 % full on db-1', source: 'db-1', severity: 'critical', component: 'postgres' },
  };
  return `curl ${ingestUrl(source)} \\
  -H 'Content-Type: application/json' \\
  -H ${quote(`Authorization: Bearer ${SERVICE_ACCOUNT_PLACEHOLDER}`)} \\
  -d '${JSON.stringify(event)}'
`;
}

/** A call as any tool can make it that posts JSON and can set headers. */
export function jsonBody(source: Source, token = TOKEN_PLACEHOLDER): string {
  return `curl ${ingestUrl(source)} \\
  -H 'Content-Type: application/json' \\
  -H ${quote(`Authorization: Bearer ${SERVICE_ACCOUNT_PLACEHOLDER}`)} \\
  -H ${quote(`X-Strata-Token: ${token}`)} \\
  -d @body.json
`;
}

/** One beat; no body is needed. It is tried again, since a beat that is lost raises an alarm. */
export function heartbeatCall(source: Source, token = TOKEN_PLACEHOLDER): string {
  return `curl -fsS --retry 5 -X POST ${ingestUrl(source)} \\
  -H ${quote(`X-Strata-Token: ${token}`)} \\
  -H ${quote(`Authorization: Bearer ${SERVICE_ACCOUNT_PLACEHOLDER}`)}
`;
}

/** A YAML string that nothing in it can end. */
function quote(text: string): string {
  return JSON.stringify(text);
}
