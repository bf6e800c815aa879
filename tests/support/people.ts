// Who a browser or an API call is. devhost takes a role's name without a password; a Grafana needs real users.
import { type APIRequestContext, type PlaywrightWorkerArgs } from '@playwright/test';

import { readStack } from './stack';

export type Role = 'admin' | 'viewer';

const viewerOfGrafana = { user: 'strata-e2e-viewer', password: 'strata-e2e-viewer' };

/** A name and a password. */
export function credentials(role: Role): { user: string; password: string } {
  if (readStack().kind === 'devhost') {
    return { user: role, password: role };
  }
  return role === 'viewer'
    ? viewerOfGrafana
    : { user: process.env.GRAFANA_USER ?? 'admin', password: process.env.GRAFANA_PASSWORD ?? 'admin' };
}

/** Signs a browser's or an API context's session in. */
export async function signIn(request: APIRequestContext, role: Role): Promise<void> {
  const { urls, kind } = readStack();
  if (kind === 'grafana' && role === 'viewer') {
    await makeViewer(request);
  }
  const response = await request.post(`${urls.grafana}/login`, { data: credentials(role) });
  if (!response.ok()) {
    throw new Error(`Signing in as ${role} at ${urls.grafana}: ${response.status()} ${await response.text()}`);
  }
}

/** A Grafana has no viewer of its own: the server admin makes one; that it is there already is fine. */
async function makeViewer(request: APIRequestContext): Promise<void> {
  const { urls } = readStack();
  const { user, password } = credentials('admin');
  await request.post(`${urls.grafana}/api/admin/users`, {
    headers: { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` },
    data: { name: 'Strata e2e viewer', login: viewerOfGrafana.user, password: viewerOfGrafana.password, OrgId: 1 },
  });
}

/** An API context of its own with a signed-in session. */
export async function sessionOf(playwright: PlaywrightWorkerArgs['playwright'], role: Role): Promise<APIRequestContext> {
  const context = await playwright.request.newContext({ baseURL: readStack().urls.grafana });
  await signIn(context, role);
  return context;
}
