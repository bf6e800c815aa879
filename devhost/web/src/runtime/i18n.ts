import { type ResourceKey } from 'i18next';
import { initializeI18n } from 'internal:@grafana/i18n/i18n';
import { config } from '@grafana/runtime';

/** Starts i18next. Grafana's own translations are in no package, so @grafana/ui stays English; plugins bring theirs. */
export async function initI18n() {
  const language = config.bootData.user.language ?? 'en-US';
  await initializeI18n({
    language,
    ns: ['grafana'],
    module: {
      type: 'backend',
      init() {},
      // i18next resolves a language only if there is some bundle for it.
      read(_language: string, _namespace: string, done: (error: null, data: ResourceKey) => void) {
        done(null, { devhost: { resolved: 'yes' } });
      },
    },
  });
}
