// What the real Prometheus and the real Alertmanager say.
import { type APIRequestContext } from '@playwright/test';

import { readStack } from './stack';

interface GroupedAlert {
  fingerprint: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

interface PrometheusAlerts {
  data: { alerts: Array<{ state: string; labels: Record<string, string> }> };
}

/** Names of the alerts that Prometheus holds as firing. */
export async function firingInPrometheus(request: APIRequestContext): Promise<string[]> {
  const response = await request.get(`${readStack().urls.prometheus}/api/v1/alerts`);
  const { data } = (await response.json()) as PrometheusAlerts;
  return data.alerts.filter(({ state }) => state === 'firing').map(({ labels }) => labels.alertname ?? '');
}

/** Active alerts of Alertmanager with their fingerprints and annotations. */
export async function activeInAlertmanager(request: APIRequestContext): Promise<GroupedAlert[]> {
  const response = await request.get(`${readStack().urls.alertmanager}/api/v2/alerts?active=true`);
  return (await response.json()) as GroupedAlert[];
}
