// node scripts/check-settings.mjs FILE …: checks provisioning files of the plugin against api/provisioning.schema.json. Each line
// of the output names file, line and field. What only the running plugin knows, such as whether an expression compiles, is said by
// Settings, Import and export.
import { readFileSync } from 'node:fs';
import { say } from './lib/log.mjs';
import { main } from './lib/main.mjs';
import { problemsOf } from './lib/settings-file.mjs';

await main(() => {
  const files = process.argv.slice(2);
  if (files.length === 0) {
    throw new Error('no file given; use: node scripts/check-settings.mjs <provisioning>/plugins/strata.yaml');
  }
  let wrong = 0;
  for (const file of files) {
    const problems = problemsOf(readFileSync(file, 'utf8'));
    for (const { line, field, message } of problems) {
      say(`${file}:${line}: ${[field, message].filter(Boolean).join(' ')}`);
    }
    wrong += problems.length;
  }
  say(`Files: ${files.length}, problems: ${wrong}.`);
  process.exitCode = wrong > 0 ? 1 : 0;
});
