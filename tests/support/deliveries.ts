// Webhook bodies as Alertmanager sends them (version 4), for specs that need an incident without breaking the shop.
import { createHash } from 'node:crypto';
import { type APIRequestContext, type APIResponse } from '@playwright/test';

import { readStack } from './stack';

export interface SentAlert {
  labels: Record<string, string>;
  annotations?: Record<string, string>;
  startsAt: string;
  resolvedAt?: string;
}

function fingerprint(labels: Record<string, string>): string {
  const text = Object.keys(labels).sort().map((name) => `${name}=${labels[name]}`).join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

export function delivery(alerts: SentAlert[]) {
  const firing = alerts.some(({ resolvedAt }) => resolvedAt === undefined);
  return {
    version: '4',
    groupKey: '{}:{}',
    truncatedAlerts: 0,
    status: firing ? 'firing' : 'resolved',
    receiver: 'strata',
    groupLabels: {},
    commonLabels: {},
    commonAnnotations: {},
    externalURL: 'http://alertmanager.example',
    alerts: alerts.map(({ labels, annotations, startsAt, resolvedAt }) => ({
      status: resolvedAt ? 'resolved' : 'firing',
      labels,
      annotations: annotations ?? {},
      startsAt,
      endsAt: resolvedAt ?? '0001-01-01T00:00:00Z',
      generatorURL: 'http://prometheus.example/graph',
      fingerprint: fingerprint(labels),
    })),
  };
}

/** Headers as Alertmanager sends them; each may be left out or replaced. */
export function ingestHeaders(changes: { bearer?: string | null; token?: string | null } = {}): Record<string, string> {
  const { bearer, token } = { ...readStack().ingest, ...changes };
  return {
    'Content-Type': 'application/json',
    ...(bearer === null ? {} : { Authorization: `Bearer ${bearer}` }),
    ...(token === null ? {} : { 'X-Strata-Token': token }),
  };
}

/** Sends a body as it is; objects are encoded. */
export function send(request: APIRequestContext, body: unknown, headers = ingestHeaders()): Promise<APIResponse> {
  const data = typeof body === 'string' ? Buffer.from(body) : Buffer.from(JSON.stringify(body));
  return request.post(readStack().ingest.url, { data, headers, timeout: 30_000 });
}
