// Strata's own answers that several specs ask for.
import { type APIRequestContext, expect } from '@playwright/test';

import { api } from './fixtures';

interface Incident {
  number: number;
  title: string;
  status: string;
  acknowledged: boolean;
  firingAlerts: number;
  version: number;
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

/** Waits until no incident is open, as each fault opens several. */
export async function allResolved(admin: APIRequestContext, timeout: number): Promise<void> {
  await expect.poll(async () => (await listIncidents(admin, 'state=open')).map(({ title }) => title), { timeout }).toEqual([]);
}
