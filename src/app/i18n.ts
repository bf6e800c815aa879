import { initPluginTranslations } from '@grafana/i18n';
import { loadResources } from '@grafana/scenes';

import { PLUGIN_ID } from '../constants';

/** Makes t() and Trans ready; English is the default in the code, scenes brings its own languages. */
export async function initTranslations(): Promise<void> {
  await initPluginTranslations(PLUGIN_ID, [loadResources]);
}
