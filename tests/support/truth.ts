// What the testbed itself says about a time: which faults were active, and how many requests failed. It counts beside all exporters.
import { type APIRequestContext, expect } from '@playwright/test';

import { readStack } from './stack';

interface Truth {
  faults: Array<{ name: string; service?: string; start: string; end?: string }>;
  services: Array<{ service: string; requests: number; failed: number; failingSince?: string }>;
}

export async function truthOf(request: APIRequestContext, since: string, until = ''): Promise<Truth> {
  const params: Record<string, string> = until === '' ? { since } : { since, until };
  const response = await request.get(`${readStack().urls.testbed}/truth`, { params });
  expect(response.ok(), await response.text()).toBe(true);
  return (await response.json()) as Truth;
}

/** How often Prometheus scrapes what the shop's services report of themselves, in milliseconds. */
export async function scrapeInterval(request: APIRequestContext): Promise<number> {
  const response = await request.get(`${readStack().urls.prometheus}/api/v1/targets?state=active`);
  const { data } = (await response.json()) as {
    data: { activeTargets: Array<{ scrapePool: string; scrapeInterval: string }> };
  };
  const target = data.activeTargets.find(({ scrapePool }) => scrapePool.endsWith('otel'));
  return 1000 * Number(/^(\d+)s$/.exec(target?.scrapeInterval ?? '')?.[1]);
}
