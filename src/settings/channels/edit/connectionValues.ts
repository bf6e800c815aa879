import { type AppSettings, type ConnectionSettings, teamOf, type TeamSettings } from '../../../api/appSettings';

/** Its name in secureJsonData. It counts before the one that stands readable in the settings. */
export const PROXY_SECRET = 'proxyUrl';

/** Connections as they are typed. The secret is absent as long as nobody touched it. */
export interface ConnectionValues extends ConnectionSettings {
  secretProxyUrl?: string;
}

export function connectionValues(settings: AppSettings): ConnectionValues {
  const { allowedHosts, proxyUrl, caCertificates, rootUrl } = teamOf(settings);
  return { allowedHosts, proxyUrl, caCertificates, rootUrl };
}

export function putConnections(team: TeamSettings, values: ConnectionValues): TeamSettings {
  return {
    ...team,
    allowedHosts: values.allowedHosts,
    proxyUrl: values.proxyUrl.trim(),
    caCertificates: values.caCertificates.trim() === '' ? '' : `${values.caCertificates.trim()}\n`,
    rootUrl: values.rootUrl.trim(),
  };
}

export function connectionSecrets({ secretProxyUrl }: ConnectionValues): Record<string, string> {
  return secretProxyUrl === undefined ? {} : { [PROXY_SECRET]: secretProxyUrl.trim() };
}

/** How many certificates a text in PEM holds. */
export function certificatesIn(pem: string): number {
  return pem.split('-----BEGIN CERTIFICATE-----').length - 1;
}
