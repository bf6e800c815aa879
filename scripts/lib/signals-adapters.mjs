// The front end's own way from a signal to queries, for scripts: src/signals/providers, bundled for Node.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root, runDir } from './paths.mjs';

/** Texts for people are not read in a script, and the real package needs a browser. */
const plainTexts = {
  name: 'plain-texts',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@grafana\/i18n$/ }, ({ path }) => ({ path, namespace: 'plain-texts' }));
    onLoad({ filter: /.*/, namespace: 'plain-texts' }, () => ({ contents: 'export const t = (_id, text) => text;' }));
  },
};

/**
 * Gives the adapters by provider (src/signals/providers/types.ts says what they do), so that a script asks exactly what a page asks.
 * @returns {Promise<Record<string, {pluginId: string, queries: (signal: object, context: object) => object | undefined}>>}
 */
export async function providerAdapters() {
  const dir = runDir('adapters');
  const outfile = join(dir, 'adapters.mjs');
  try {
    await build({
      entryPoints: [join(root, 'src', 'signals', 'providers', 'index.ts')],
      outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'silent', plugins: [plainTexts],
    });
    return (await import(pathToFileURL(outfile).href)).ADAPTERS;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
