// A stand-in for whoever gets Strata's messages: a webhook on this machine, and a channel of Strata that leads to it.
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type APIRequestContext, expect } from '@playwright/test';

const settings = '/api/plugins/strata-sre-app/settings';

export interface Arrived {
  event: string;
  subject: string;
  body: string;
  to: Array<{ name?: string; login?: string }>;
}

interface Settings {
  enabled: boolean;
  pinned: boolean;
  jsonData: Record<string, unknown>;
}

export interface Receiver {
  arrived: Arrived[];
  /** Takes the channel out of Strata's settings again. */
  close: () => Promise<void>;
}

async function readSettings(admin: APIRequestContext): Promise<Settings> {
  const response = await admin.get(settings);
  expect(response.ok(), await response.text()).toBe(true);
  const { enabled, pinned, jsonData } = (await response.json()) as Settings;
  return { enabled, pinned, jsonData };
}

async function writeSettings(admin: APIRequestContext, data: Settings): Promise<void> {
  const response = await admin.post(settings, { data });
  expect(response.ok(), await response.text()).toBe(true);
}

/** Owners of overdue actions are told through this receiver from now on. */
export async function receiveReminders(admin: APIRequestContext): Promise<Receiver> {
  const arrived: Arrived[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      arrived.push(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Arrived);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const before = await readSettings(admin);
  const channel = { name: 'spec-reminders', kind: 'webhook', url: `http://127.0.0.1:${port}/` };
  const {
    channels = [],
    externalChannels = [],
    allowedHosts = [],
    reviews = {},
  } = before.jsonData as {
    channels?: object[];
    externalChannels?: string[];
    allowedHosts?: string[];
    reviews?: object;
  };
  const reminders = { channels: [channel.name], every: '0s' };
  await writeSettings(admin, {
    ...before,
    jsonData: {
      ...before.jsonData,
      channels: [...channels, channel],
      // Nothing but reminders of reviews comes here.
      externalChannels: [...externalChannels, channel.name],
      allowedHosts: [...allowedHosts, `127.0.0.1:${port}`],
      reviews: { ...reviews, reminders },
    },
  });
  return {
    arrived,
    close: async () => {
      await writeSettings(admin, before);
      server.close();
    },
  };
}
