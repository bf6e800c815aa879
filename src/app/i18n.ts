import { loadResources } from '@grafana/scenes';

import { initTranslations } from '../translations';

/** Makes t() and Trans ready; scenes brings its own languages. */
export function initAppTranslations(): Promise<void> {
  return initTranslations([loadResources]);
}
