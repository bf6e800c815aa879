// Strata's own answers that several specs ask for.
import { type APIRequestContext, expect } from '@playwright/test';

import { api } from './fixtures';

interface Incident {
  number: number;
  title: string;
  groupKey: string;
  status: string;
  acknowledged: boolean;
  firingAlerts: number;
  version: number;
  createdAt: string;
}

export async function listIncidents(admin: APIRequestContext, query = 'state=all'): Promise<Incident[]> {
  const response = await admin.get(`${api}/incidents?limit=200&${query}`);
  expect(response.ok(), await response.text()).toBe(true);
  return ((await response.json()) as { incidents: Incident[] }).incidents;
}

export async function getIncident(admin: APIRequestContext, number: number): Promise<Incident> {
  const response = await admin.get(`${api}/incidents/${number}`);
  expect(response.ok(), await response.text()).toBe(true);
  return ((await response.json()) as { incident: Incident }).incident;
}

/** Open incidents of the shop itself; specs that run beside each other send alerts of clusters of their own. */
export async function openOfShop(admin: APIRequestContext): Promise<Incident[]> {
  const open = await listIncidents(admin, 'state=open');
  return open.filter(({ groupKey }) => groupKey.split(',').includes('cluster=shop'));
}

/** Waits until no incident of the shop that was not there before is open, as a fault opens several. */
export async function allResolved(admin: APIRequestContext, before: Set<number>, timeout: number): Promise<void> {
  const open = async () => (await openOfShop(admin)).filter(({ number }) => !before.has(number)).map(({ title }) => title);
  await expect.poll(open, { timeout }).toEqual([]);
}
