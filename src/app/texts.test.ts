import { initPluginTranslations, t } from '@grafana/i18n';

import english from '../locales/en-US/strata-sre-app.json';
import { PLUGIN_ID } from '../constants';

type Texts = { [key: string]: string | Texts };

function textsOf(texts: Texts): Array<[string, string]> {
  return Object.entries(texts).flatMap(([key, text]): Array<[string, string]> =>
    typeof text === 'string' ? [[key, text]] : textsOf(text).map(([part, inner]) => [`${key}.${part}`, inner])
  );
}

describe('texts with a number', () => {
  it('have one thing as one', () => {
    const ones = textsOf(english).filter(([key]) => key.endsWith('_one'));

    expect(ones.length).toBeGreaterThan(40);
    // In the texts for one, what stands behind the number is no plural.
    expect(ones.filter(([, text]) => /\{\{count\}\} (more |further )?[a-z]+s\b/.test(text))).toEqual([]);
  });

  it('choose by it, without a file of the language', async () => {
    await initPluginTranslations(PLUGIN_ID, []);
    const said = (count: number) =>
      t('test.count', '{{count}} incidents of {{name}}', {
        count,
        name: 'a/b',
        defaultValue_one: '{{count}} incident of {{name}}',
        interpolation: { escapeValue: false },
      });

    expect([said(1), said(2)]).toEqual(['1 incident of a/b', '2 incidents of a/b']);
  });
});
