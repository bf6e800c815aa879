import { initPluginTranslations, type ResourceLoader, type Resources } from '@grafana/i18n';

import { PLUGIN_ID } from './constants';

/** The texts of one language; English is in the code. Grafana loads them with the app only, a nested plugin may be there without it. */
async function loadTexts(language: string): Promise<Resources> {
  const texts: { default: Resources } = await import(
    /* webpackExclude: /en-US/ */ `./locales/${language}/strata-sre-app.json`
  );
  return texts.default;
}

/** Makes t() and Trans ready; `more` loads the texts of libraries that the caller draws with. */
export async function initTranslations(more: ResourceLoader[] = []): Promise<void> {
  await initPluginTranslations(PLUGIN_ID, [loadTexts, ...more]);
}
