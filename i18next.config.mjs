import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'i18next-cli';

const here = fileURLToPath(new URL('.', import.meta.url));
const { id, languages } = JSON.parse(readFileSync(`${here}src/plugin.json`, 'utf8'));

// What `npm run generate` reads the texts of the code with (scripts/lib/locales.mjs); docs/translating.md says how a language is added.
export default defineConfig({
  locales: languages,
  extract: {
    input: [`${here}src/**/*.{ts,tsx}`],
    ignore: [`${here}src/**/*.test.{ts,tsx}`, `${here}src/test/**`],
    output: `${here}src/locales/{{language}}/{{namespace}}.json`,
    // The nested plugins use the app's texts, so that a language is one file.
    defaultNS: id,
    primaryLanguage: 'en-US',
    functions: ['t'],
    transComponents: ['Trans'],
    extractFromComments: false,
    warnOnConflicts: true,
  },
});
