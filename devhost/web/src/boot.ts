import { config } from '@grafana/runtime';

/** One page of the app in the navigation. */
export interface NavPage {
  text: string;
  url: string;
  icon?: string;
}

interface DevhostBoot {
  session: string;
  sessions: string[];
  home: string;
  app: { id: string; name: string; enabled: boolean; pages: NavPage[]; closed: string[] };
}

/** What the host tells its own pages beside grafanaBootData. */
export const boot: DevhostBoot = readBoot();

function readBoot(): DevhostBoot {
  const data: unknown = Reflect.get(window, 'grafanaBootData');
  if (data && typeof data === 'object' && 'devhost' in data) {
    return data.devhost as DevhostBoot;
  }
  throw new Error('grafanaBootData.devhost is missing: this page was not served by the devhost');
}

/** Drops ?as= from the address: the host has made a cookie of it, and links should not carry it on. */
export function tidyUrl() {
  const url = new URL(window.location.href);
  if (url.searchParams.has('as')) {
    url.searchParams.delete('as');
    window.history.replaceState(window.history.state, '', url);
  }
}

/** Puts the sub-path before a path of this host. */
export const withSubPath = (path: string) => (path.startsWith('/') ? `${config.appSubUrl ?? ''}${path}` : path);
