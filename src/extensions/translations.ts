import { initPluginTranslations } from '@grafana/i18n';

import { PLUGIN_ID } from '../constants';

/** As the app's own, without the texts of scenes, which are large and not used here. */
export async function initTranslations(): Promise<void> {
  await initPluginTranslations(PLUGIN_ID);
}
