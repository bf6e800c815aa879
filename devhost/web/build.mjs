// Builds the web host into devhost/web/dist with esbuild. Does nothing when neither sources nor packages changed.
// Usage: node devhost/web/build.mjs [--dev] [--force]
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';

const web = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(web, '../..');
const out = path.join(web, 'dist');
const stampFile = path.join(out, '.stamp');
const dev = process.argv.includes('--dev');
const force = process.argv.includes('--force');

/** CommonJS packages marked __esModule whose default export esbuild would wrap once too often for .mjs importers. */
const wrapped = /^(react-custom-scrollbars-2|calculate-size|react-highlight-words)$/;

const commonJsDefaults = {
  name: 'commonjs-defaults',
  setup(build) {
    build.onResolve({ filter: wrapped }, (args) =>
      args.importer.endsWith('.mjs') ? { path: args.path, namespace: 'commonjs-default' } : undefined
    );
    build.onLoad({ filter: /.*/, namespace: 'commonjs-default' }, (args) => ({
      contents: `import d from '${args.path}'; export default d; export * from '${args.path}';`,
      resolveDir: root,
      loader: 'js',
    }));
  },
};

/** Modules of @grafana packages that have no public name; the very same files, so the same instances. */
const internals = {
  name: 'grafana-internals',
  setup(build) {
    build.onResolve({ filter: /^internal:/ }, (args) => {
      const [scope, name, ...rest] = args.path.slice('internal:'.length).split('/');
      return { path: path.join(root, 'node_modules', scope, name, 'dist/esm', rest.join('/') + '.mjs') };
    });
    // Inter and Roboto Mono are not in the packages: without this every page would ask for fonts that are not there.
    build.onLoad({ filter: /@grafana\/ui\/dist\/esm\/themes\/GlobalStyles\/fonts\.mjs$/ }, () => ({
      contents: 'export const getFontStyles = () => ({});',
      loader: 'js',
    }));
  },
};

async function stamp() {
  const hash = createHash('sha256').update(dev ? 'development' : 'production');
  hash.update(await readFile(path.join(root, 'package-lock.json')));
  hash.update(await readFile(fileURLToPath(import.meta.url)));
  const entries = await readdir(path.join(web, 'src'), { recursive: true, withFileTypes: true });
  const files = entries.filter((e) => e.isFile()).map((e) => path.join(e.parentPath ?? e.path, e.name));
  for (const file of files.sort()) {
    hash.update(path.relative(web, file)).update(await readFile(file));
  }
  return hash.digest('hex');
}

const now = await stamp();
const before = await readFile(stampFile, 'utf8').catch(() => '');
if (before === now && !force) {
  console.log('devhost web: up to date');
} else {
  const begun = Date.now();
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  await esbuild.build({
    entryPoints: [path.join(web, 'src/main.tsx')],
    outdir: out,
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'transform',
    minify: !dev,
    sourcemap: dev,
    tsconfig: path.join(web, 'tsconfig.json'),
    nodePaths: [path.join(root, 'node_modules')],
    define: {
      'process.env.NODE_ENV': dev ? '"development"' : '"production"',
      global: 'globalThis',
      // UMD libraries in this bundle must not register themselves with SystemJS' define().
      'define.amd': 'undefined',
    },
    loader: { '.svg': 'dataurl', '.woff': 'dataurl', '.woff2': 'dataurl', '.ttf': 'dataurl' },
    plugins: [commonJsDefaults, internals],
    // systemjs's package.json has a type field that only it knows.
    logOverride: { 'package.json': 'silent' },
    logLevel: 'warning',
  });
  await writeFile(stampFile, now);
  console.log(`devhost web: built in ${((Date.now() - begun) / 1000).toFixed(1)} s`);
}
