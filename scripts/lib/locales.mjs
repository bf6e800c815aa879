// The texts of src/, one file a language: English is made from the code, of other languages only the keys are kept in step.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

const { id, languages } = JSON.parse(readFileSync(join(root, 'src', 'plugin.json'), 'utf8'));

let extracted;

/** Extracts once for all languages; what would lose a text (a key with two texts, or one that is also the start of another) is an error. */
async function extractAll() {
  const { runExtractor } = await import('i18next-cli');
  const { default: config } = await import('../../i18next.config.mjs');
  const complaints = [];
  const logger = { info: () => {}, warn: (text) => complaints.push(String(text)), error: (text) => complaints.push(String(text)) };
  const { results } = await runExtractor(config, { isDryRun: true, quiet: true, syncPrimaryWithDefaults: true, logger });
  if (complaints.length > 0) {
    throw new Error(`The texts in src/ are not ready to be translated:\n${complaints.join('\n')}\nGive each text a key of its own.`);
  }
  return new Map(results.map(({ locale, newTranslations }) => [locale, newTranslations]));
}

async function textsOf(language) {
  extracted ??= extractAll();
  return `${JSON.stringify((await extracted).get(language), null, 2)}\n`;
}

/** Entries for the table of generated files: one for each language of plugin.json. */
export const locales = languages.map((language) => ({
  file: `src/locales/${language}/${id}.json`,
  from: 'the texts in src',
  make: () => textsOf(language),
}));
