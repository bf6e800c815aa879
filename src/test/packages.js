const { createHash } = require('crypto');
const { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require('fs');
const { builtinModules } = require('module');
const { dirname, join } = require('path');
const { build } = require('esbuild');

const root = join(__dirname, '..', '..');
const home = join(root, 'node_modules', '.cache', 'strata-jest');

/** Which packages, and how: what was made of others is never used. */
function key() {
  const hash = createHash('sha256');
  for (const file of [join(root, 'package-lock.json'), __filename]) {
    hash.update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}

const folder = join(home, key());

/**
 * The packages that pages and tests import. Jest reads, wraps and runs each module of a package again for every test file, some 3,000 of
 * them: in one file, whose modules still run only when they are asked for, that takes a fraction of the time.
 */
const packages = [
  '@emotion/css',
  '@grafana/data',
  '@grafana/i18n',
  '@grafana/runtime',
  '@grafana/scenes',
  '@grafana/schema',
  '@grafana/ui',
  '@hookform/resolvers/zod',
  '@tanstack/react-query',
  '@testing-library/jest-dom',
  '@testing-library/react',
  '@testing-library/user-event',
  'i18next',
  'lodash',
  'msw',
  'msw/node',
  'react',
  'react-dom',
  'react-hook-form',
  'react-router-dom',
  'rxjs',
  'yaml',
  'zod',
];

const isPackage = /^[^./]/;

/** Everything is resolved as Jest does: as `require` would, also from modules that say `import`. */
const asJest = {
  name: 'as-jest',
  setup(builder) {
    builder.onResolve({ filter: /\.(css|scss|sass)$/ }, () => ({ path: require.resolve('identity-obj-proxy') }));
    builder.onResolve({ filter: /^react-inlinesvg$/ }, () => ({
      path: join(root, '.config/jest/mocks/react-inlinesvg.tsx'),
    }));
    builder.onResolve({ filter: isPackage }, ({ path, kind, resolveDir }) =>
      kind === 'import-statement' || kind === 'dynamic-import'
        ? builder.resolve(path, { kind: 'require-call', resolveDir })
        : undefined
    );
  },
};

const entry = (name) => `${JSON.stringify(name)}: () => require(${JSON.stringify(name)}),\n`;

async function bundle(outfile) {
  await build({
    stdin: { contents: `module.exports = {\n${packages.map(entry).join('')}};\n`, resolveDir: root },
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'neutral',
    mainFields: ['main'],
    conditions: [],
    // The code editor is loaded only where one is drawn.
    external: ['monaco-editor', ...builtinModules.flatMap((name) => [name, `node:${name}`])],
    plugins: [asJest],
    target: 'node20',
    minifyWhitespace: true, // each test file reads all of it
    logLevel: 'error',
  });
}

/** Jest's globalSetup: makes the file where it is not there yet. */
module.exports = async () => {
  if (existsSync(folder)) {
    return;
  }
  rmSync(home, { recursive: true, force: true });
  const made = join(home, `${process.pid}`);
  await bundle(join(made, 'all.js'));
  for (const name of packages) {
    const file = join(made, `${name}.js`);
    const up = '../'.repeat(name.split('/').length - 1) || './';
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `module.exports = require('${up}all.js')['${name}']();\n`);
  }
  renameSync(made, folder);
};

/** Jest's moduleNameMapper: where the packages are asked for. */
module.exports.moduleNames = { [`^(${packages.join('|')})$`]: join(folder, '$1.js') };
