// Prints the sizes of the built front end and fails where the entry is too big or carries what must be loaded later.
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Checks, must } from './lib/checks.mjs';
import { filesBelow } from './lib/files.mjs';
import { bytes, say } from './lib/log.mjs';
import { root } from './lib/paths.mjs';

// Bytes gzipped. Grafana loads the entry of an app before it draws; a panel is one file, which a dashboard waits for.
const limits = { entry: 15_000, panel: 40_000, chunk: 350_000 };
const lateOnly = ['@grafana/scenes', 'react-hook-form', 'zod', '@tanstack/react-query'];
const isPanel = (name) => name.startsWith('panels/');
const dist = join(root, 'dist');

/** { name, entry, raw, gzip, packages } of one built script; packages are those its source map names. */
function measure(path) {
  const code = readFileSync(path);
  const sources = existsSync(`${path}.map`) ? JSON.parse(readFileSync(`${path}.map`, 'utf8')).sources : [];
  const packages = sources.map((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1]).filter(Boolean);
  const name = relative(dist, path);
  return {
    name,
    entry: /(^|\/)module\.js$/.test(name),
    raw: code.length,
    gzip: gzipSync(code).length,
    packages: [...new Set(packages)],
    sources,
  };
}

if (!existsSync(join(dist, 'module.js'))) {
  throw new Error('dist/module.js is not there: run npm run build:frontend first');
}
const files = filesBelow(dist)
  .filter((file) => file.endsWith('.js'))
  .map(measure)
  .sort((a, b) => Number(b.entry) - Number(a.entry) || b.gzip - a.gzip);
say(`${'file'.padEnd(40)} ${'raw'.padStart(10)} ${'gzip'.padStart(10)}  packages`);
for (const { name, entry, raw, gzip, packages } of files) {
  const shown = packages.slice(0, 4).join(', ') + (packages.length > 4 ? ` and ${packages.length - 4} more` : '');
  say(
    `${(entry ? `${name} (entry)` : name).padEnd(40)} ${bytes(raw).padStart(10)} ${bytes(gzip).padStart(10)}  ${shown}`
  );
}
const total = (key) => files.reduce((sum, file) => sum + file[key], 0);
say(`${'all'.padEnd(40)} ${bytes(total('raw')).padStart(10)} ${bytes(total('gzip')).padStart(10)}`);

const checks = new Checks();
for (const { name, gzip, packages, sources } of files.filter(({ entry }) => entry)) {
  const limit = isPanel(name) ? limits.panel : limits.entry;
  await checks.check(`${name} is under ${bytes(limit)} gzipped`, () => {
    must(gzip < limit, `it has ${bytes(gzip)}`);
    return bytes(gzip);
  });
  await checks.check(`${name} carries nothing that is loaded later`, () => {
    must(sources.length > 0, `it has no source map to look into`);
    const found = packages.filter(
      (one) => lateOnly.includes(one) && !(isPanel(name) && one === '@tanstack/react-query')
    );
    must(found.length === 0, `it carries ${found.join(', ')}`);
  });
}
await checks.check(`no later chunk is over ${bytes(limits.chunk)} gzipped`, () => {
  const [largest] = files.filter(({ entry }) => !entry);
  must(largest.gzip <= limits.chunk, `${largest.name} has ${bytes(largest.gzip)}`);
  return `${largest.name} ${bytes(largest.gzip)}`;
});
checks.finish();
