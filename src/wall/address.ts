import { config } from '@grafana/runtime';

/** A path such as /a/… as other machines reach it; Grafana's root may have a path of its own. */
export function addressOf(path: string): string {
  return config.appUrl.replace(/\/$/, '') + path;
}
