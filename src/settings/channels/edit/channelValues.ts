import { type AppSettings, type ChannelSettings, teamOf, type TeamSettings } from '../../../api/appSettings';

/** A channel as it is typed. Secrets that nobody touched are absent. */
export interface ChannelValues {
  name: string;
  kind: ChannelSettings['kind'];
  /** An address that is no secret, as files may have it. */
  url: string;
  to: string[];
  host: string;
  port: string;
  tls: string;
  username: string;
  from: string;
  external: boolean;
  secretUrl?: string;
  secret?: string;
}

export const KINDS = ['webhook', 'slack', 'teams', 'email', 'pager'] as const;
export const TLS = ['starttls', 'implicit', 'none'] as const;

export function valuesOf(team: TeamSettings, channel: ChannelSettings | undefined): ChannelValues {
  return {
    name: channel?.name ?? '',
    kind: channel?.kind ?? 'webhook',
    url: channel?.url ?? '',
    to: channel?.to ?? [],
    host: channel?.host ?? '',
    port: channel?.port ? String(channel.port) : '',
    tls: channel?.tls ?? 'starttls',
    username: channel?.username ?? '',
    from: channel?.from ?? '',
    external: channel !== undefined && team.externalChannels.includes(channel.name),
  };
}

/** What is left empty, and what belongs to another kind, is left out. */
export function channelOf(values: ChannelValues): ChannelSettings {
  const { kind, to, port } = values;
  const mail = kind === 'email';
  const text = (name: 'url' | 'host' | 'username' | 'from', wanted: boolean) =>
    wanted && values[name].trim() !== '' ? { [name]: values[name].trim() } : {};
  return {
    name: values.name.trim(),
    kind,
    ...text('url', !mail),
    ...text('host', mail),
    ...(mail && port.trim() !== '' ? { port: Number(port) } : {}),
    ...(mail && values.tls !== 'starttls' ? { tls: values.tls } : {}),
    ...text('username', mail),
    ...text('from', mail),
    ...(to.length > 0 ? { to } : {}),
  };
}

export const urlSecret = (name: string) => `channelUrl.${name}`;
export const keySecret = (name: string) => `channelSecret.${name}`;

/**
 * Secrets to save, by name. Grafana gives no secret back, so those of a renamed channel cannot move: they are emptied, and so is
 * what an earlier channel of the new name left behind.
 */
export function secretsOf(values: ChannelValues, old: string | undefined, settings: AppSettings) {
  const { secureJsonFields } = settings;
  const name = values.name.trim();
  const renamed = old !== name;
  const forgets = renamed && old !== undefined && !sharesName(old, settings);
  const secrets: Record<string, string> = {};
  for (const [secret, typed] of [
    [urlSecret, values.kind === 'email' ? undefined : values.secretUrl],
    [keySecret, values.secret],
  ] as const) {
    if (forgets && secureJsonFields[secret(old)]) {
      secrets[secret(old)] = '';
    }
    if (typed !== undefined) {
      secrets[secret(name)] = typed.trim();
    } else if (renamed && secureJsonFields[secret(name)]) {
      secrets[secret(name)] = '';
    }
  }
  return secrets;
}

/** Those of a channel that goes. */
export function secretsToForget(name: string, settings: AppSettings): Record<string, string> {
  const names = sharesName(name, settings) ? [] : [urlSecret(name), keySecret(name)];
  return Object.fromEntries(names.filter((secret) => settings.secureJsonFields[secret]).map((secret) => [secret, '']));
}

/** Secrets are kept by name, so those of a name that stands twice belong to the channel that stays. */
function sharesName(name: string, settings: AppSettings): boolean {
  return teamOf(settings).channels.filter((channel) => channel.name === name).length > 1;
}
