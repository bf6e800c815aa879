import { PLUGIN_ID } from './constants';

declare let __webpack_public_path__: string;

/**
 * Where the scripts of the app are, seen from a nested plugin. Grafana gives nested plugins an address of their own
 * (`…/plugins/<nested id>/`), a CDN a folder below the app's; what is loaded later lies beside the app's module.js in both cases.
 */
export function appPath(nestedPath: string): string {
  return nestedPath
    .replace(/\/plugins\/strata-[a-z]+-(?:panel|datasource)\/$/, `/plugins/${PLUGIN_ID}/`)
    .replace(new RegExp(`(/plugins/${PLUGIN_ID}/).+$`), '$1');
}

/** Called by the module.ts of each nested plugin before anything is loaded later. */
export function loadFromApp(): void {
  __webpack_public_path__ = appPath(__webpack_public_path__);
}
