// The files that are made from others and checked in, all in one table.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { locales } from './locales.mjs';
import { root } from './paths.mjs';
import { scrapeConfig } from './testbed.mjs';

/** oapi-codegen takes its output from its configuration only, so it gets one that writes into the scratch folder. */
function oapiConfig(out) {
  const config = parse(readFileSync(join(root, 'api', 'oapi-codegen.yaml'), 'utf8'));
  const file = `${out}.config.yaml`;
  writeFileSync(file, stringify({ ...config, output: out }));
  return file;
}

/** `command(out)` gives the command line; it writes the file `out`, or prints its content when `prints` is set; `make()` gives its text or a promise of it. */
export const generated = [
  {
    file: 'src/api/schema.gen.ts',
    from: 'api/openapi.yaml',
    command: (out) => ['npx', '--no-install', 'openapi-typescript', 'api/openapi.yaml', '-o', out],
  },
  {
    file: 'pkg/api/api.gen.go',
    from: 'api/openapi.yaml',
    command: (out) => ['go', 'tool', '-modfile=api/tools.mod', 'oapi-codegen', '-config', oapiConfig(out), 'api/openapi.yaml'],
  },
  {
    file: 'provisioning/prometheus/rules/strata.yaml',
    from: 'catalog/signals',
    prints: true,
    command: () => ['go', 'run', './pkg/catalog/cmd/alertpack', '--format', 'prometheus', '--grafana-url', 'http://localhost:3000'],
  },
  {
    file: 'provisioning/prometheus/scrape/testbed.yaml',
    from: 'testbed',
    make: () => scrapeConfig({ command: ['go', 'run', '.'], cwd: join(root, 'testbed'), target: 'testbed:9750', interval: '15s' }),
  },
  ...locales,
];
