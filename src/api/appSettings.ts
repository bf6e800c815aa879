import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { isEqual, pick } from 'lodash';

import { PLUGIN_ID } from '../constants';
import { ApiError } from './ApiError';
import { grafanaRequest, request } from './client';
import { keys } from './queryKeys';
import { type Channel, type OnCallSchedule, type SettingsCheck, type SettingsProblem } from './types';

/** A channel as it stands in jsonData.channels; api/provisioning.schema.json describes it. */
export interface ChannelSettings {
  name: string;
  kind: NonNullable<Channel['kind']>;
  url?: string;
  to?: string[];
  host?: string;
  port?: number;
  tls?: string;
  username?: string;
  from?: string;
}

export interface ContactSettings {
  login: string;
  name?: string;
  email?: string;
  slack?: string;
  teams?: string;
}

/** Times are RFC 3339. */
export interface OverrideSettings {
  from: string;
  until: string;
  login: string;
}

export interface RotationSettings {
  name: string;
  members: string[];
  start: string;
  every?: string;
  at?: string;
  weekday?: string;
  timeZone?: string;
  overrides?: OverrideSettings[];
}

/** How messages leave, and how their links come back. Empty texts are not set. */
export interface ConnectionSettings {
  /** Names, addresses or networks, each with an optional port. */
  allowedHosts: string[];
  proxyUrl: string;
  /** PEM. */
  caCertificates: string;
  rootUrl: string;
}

/** Those parts of jsonData that the page Channels and on call changes. */
export interface TeamSettings extends ConnectionSettings {
  channels: ChannelSettings[];
  contacts: ContactSettings[];
  rotations: RotationSettings[];
  /** Names of channels that people outside read. */
  externalChannels: string[];
}

/** The app's settings as Grafana keeps them. Secrets are never in them, only which ones are set. */
export interface AppSettings {
  enabled: boolean;
  pinned: boolean;
  jsonData: Record<string, unknown>;
  secureJsonFields: Record<string, boolean>;
}

export interface TeamChange {
  /** What the person saw when they began. */
  base: AppSettings;
  change: (team: TeamSettings) => TeamSettings;
  /** Secrets typed anew, by name; an empty one is taken away. Grafana keeps those that are left out. */
  secrets?: Record<string, string>;
  /** Such as jsonData.channels[2]: what is wrong there counts even when it was wrong before. */
  at?: string | readonly string[];
}

const OWN = [
  'channels',
  'contacts',
  'rotations',
  'externalChannels',
  'allowedHosts',
  'proxyUrl',
  'caCertificates',
  'rootUrl',
] as const;
const SETTINGS = `/api/plugins/${PLUGIN_ID}/settings`;

export const REFUSED = 'settings_refused';
export const CHANGED = 'settings_changed';

/** Only administrators may read them. */
export function useAppSettings(enabled: boolean) {
  return useQuery<AppSettings, ApiError>({ queryKey: keys.appSettings, queryFn: readSettings, enabled });
}

async function readSettings(): Promise<AppSettings> {
  const { enabled, pinned, jsonData, secureJsonFields } = await grafanaRequest<Partial<AppSettings>>('GET', SETTINGS);
  return {
    enabled: enabled ?? true,
    pinned: pinned ?? true,
    jsonData: jsonData ?? {},
    secureJsonFields: secureJsonFields ?? {},
  };
}

/** What cannot be read, such as a text where a list should be, counts as empty. */
export function teamOf({ jsonData }: AppSettings): TeamSettings {
  return {
    channels: list<ChannelSettings>(jsonData.channels),
    contacts: list<ContactSettings>(jsonData.contacts),
    rotations: list<RotationSettings>(jsonData.rotations),
    externalChannels: texts(jsonData.externalChannels),
    allowedHosts: texts(jsonData.allowedHosts),
    proxyUrl: text(jsonData.proxyUrl),
    caCertificates: text(jsonData.caCertificates),
    rootUrl: text(jsonData.rootUrl),
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function list<T extends object>(value: unknown): T[] {
  return Array.isArray(value)
    ? value.filter((item): item is T => typeof item === 'object' && item !== null && !Array.isArray(item))
    : [];
}

/** jsonData with other channels, contacts, rotations and connections. What is not there and stays empty is not put in. */
export function withTeam(settings: AppSettings, team: TeamSettings): Record<string, unknown> {
  const { jsonData } = settings;
  const changed = OWN.filter((name) => name in jsonData || team[name].length > 0);
  return { ...jsonData, ...pick(team, changed) };
}

/**
 * Saves a change of channels, contacts, rotations or connections. The settings are read again right before, so that other people's changes stay;
 * when these very parts were changed, or the backend finds something wrong, nothing is saved. Throws ApiError.
 */
async function saveTeam({ base, change, secrets = {}, at }: TeamChange): Promise<void> {
  const now = await readSettings();
  if (!isEqual(pick(now.jsonData, OWN), pick(base.jsonData, OWN))) {
    throw new ApiError({
      status: 409,
      code: CHANGED,
      message: 'Somebody else changed channels, contacts, rotations or connections since this was loaded.',
      fix: 'Load what is there now; what you typed here stays.',
    });
  }
  const jsonData = withTeam(now, change(teamOf(now)));
  const { problems } = await check(jsonData, secrets);
  const wrong = problems.filter(({ known, field }) => !known || isWithin(field, at));
  const [first] = wrong;
  if (first) {
    throw new ApiError({ status: 422, code: REFUSED, message: first.message, fix: first.fix, body: wrong });
  }
  const { enabled, pinned } = now;
  const typed = Object.keys(secrets).length > 0 ? { secureJsonData: secrets } : {};
  await grafanaRequest('POST', SETTINGS, { enabled, pinned, jsonData, ...typed });
}

export function isWithin(field: string, at: TeamChange['at'] = []): boolean {
  return [at].flat().some((place) => field === place || field.startsWith(`${place}.`) || field.startsWith(`${place}[`));
}

/** What the backend found wrong with what was to be saved; empty for other errors. */
export function problemsOf(error: ApiError | null | undefined): SettingsProblem[] {
  return error?.code === REFUSED && Array.isArray(error.body) ? (error.body as SettingsProblem[]) : [];
}

function check(jsonData: Record<string, unknown>, secrets: Record<string, string>): Promise<SettingsCheck> {
  return request<SettingsCheck>('POST', '/settings/check', { body: { jsonData, secrets } });
}

/** Grafana starts the backend anew with the settings, so everything that depends on them is asked for again. */
export function useSaveTeam() {
  const client = useQueryClient();
  const refresh = () =>
    Promise.all(
      [keys.appSettings, keys.channels, keys.onCall, keys.playbooks, keys.status].map((queryKey) =>
        client.invalidateQueries({ queryKey })
      )
    );
  return useMutation<void, ApiError, TeamChange>({ mutationFn: saveTeam, onSuccess: refresh });
}

export interface Draft {
  problems: SettingsProblem[];
  schedules: OnCallSchedule[];
}

/** What would be wrong, and who would be on call, if the settings were saved like this. Nothing is asked without any. */
export function useDraft(settings: AppSettings, team: TeamSettings | undefined) {
  return useQuery<SettingsCheck, ApiError, Draft>({
    queryKey: keys.settingsDraft(team ?? {}),
    queryFn: team ? () => check(withTeam(settings, team), {}) : skipToken,
    placeholderData: (previous) => previous,
    gcTime: 0,
  });
}
