// The published checks of Grafana's plugin validator that need no network, on the archive that a release would carry.
// (@grafana/plugin-validator on npm only downloads a program from a place that not every machine reaches.)
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import semver from 'semver';
import { Checks, must } from './lib/checks.mjs';
import { filesBelow } from './lib/files.mjs';
import { backendRules, findings, frontendRules } from './lib/forbidden.mjs';
import { backendBinary, platform, root, runDir } from './lib/paths.mjs';

const dist = join(root, 'dist');
const checks = new Checks();
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));
const read = (file) => readFileSync(join(dist, file), 'utf8');

must(existsSync(join(dist, 'plugin.json')), 'dist/plugin.json is not there: run npm run build first');
const main = readJson(join(dist, 'plugin.json'));
const pluginFiles = filesBelow(dist).filter((file) => file.endsWith('/plugin.json'));
const plugins = pluginFiles.map((file) => ({ dir: dirname(file), json: readJson(file), name: relative(root, file) }));
const nested = plugins.filter(({ dir }) => dir !== dist);
const packageJson = readJson(join(root, 'package.json'));

for (const { dir, json, name } of plugins) {
  await checks.check(`${name}: id and name`, () => {
    must(/^[a-z0-9]+(-[a-z0-9]+)*-(app|panel|datasource)$/.test(json.id), `id ${json.id} is not organisation-name-type`);
    must(json.id.split('-').length >= 3, `id ${json.id} has fewer than three parts`);
    must(json.id.endsWith(`-${json.type}`), `id ${json.id} does not end with its type ${json.type}`);
    must(json.name && json.name !== json.id, 'name is empty or the id');
    must(json.id.split('-')[0] === main.id.split('-')[0], 'a nested plugin is of another organisation');
    return json.id;
  });
  await checks.check(`${name}: description, keywords, author`, () => {
    must(json.info.description?.length >= 20, 'info.description is missing or short');
    must(json.info.description !== main.name, 'info.description only repeats the name');
    must(json.info.keywords?.length > 0, 'info.keywords is empty');
    must(json.info.author?.name, 'info.author.name is missing');
  });
  await checks.check(`${name}: no template text left`, () => {
    must(!/%[A-Z_]+%/.test(JSON.stringify(json)), 'a %VARIABLE% was not replaced');
    must(semver.valid(json.info.version) === packageJson.version, `version ${json.info.version} is not package.json's ${packageJson.version}`);
    must(/^\d{4}-\d{2}-\d{2}$/.test(json.info.updated), `updated ${json.info.updated} is no date`);
  });
  await checks.check(`${name}: logos and screenshots are there, and SVGs are harmless`, () => {
    const { logos = {}, screenshots = [] } = json.info;
    must(logos.small && logos.large, 'info.logos needs small and large');
    for (const path of [logos.small, logos.large, ...screenshots.map(({ path }) => path)]) {
      must(!/^(https?:)?\/\/|\.\.|^\//.test(path), `${path} must be a path below the plugin`);
      must(existsSync(join(dir, path)), `${path} is missing`);
      must(!path.endsWith('.svg') || !/<script|\son\w+=|javascript:|<foreignObject/i.test(readFileSync(join(dir, path), 'utf8')), `${path} carries a script`);
    }
  });
  await checks.check(`${name}: grafanaDependency`, () => {
    const range = json.dependencies?.grafanaDependency;
    must(range && semver.validRange(range), `grafanaDependency ${range} is no range`);
    must(semver.satisfies(`${semver.minVersion(range).version}`, range, { includePrerelease: true }) && /-0\b/.test(range), `${range} leaves out prereleases (Grafana Cloud): end it with -0`);
    must(range === main.dependencies.grafanaDependency, `${range} is not the app's ${main.dependencies.grafanaDependency}`);
    return range;
  });
  await checks.check(`${name}: module.js and its source map`, () => {
    const code = readFileSync(join(dir, 'module.js'), 'utf8');
    const map = readJson(join(dir, 'module.js.map'));
    must(code.includes('//# sourceMappingURL=module.js.map'), 'module.js does not name its source map');
    const own = map.sources.map((source) => /(?:webpack:\/\/[^/]*\/)\.\/(.+\.tsx?)(?:\?|$)/.exec(source)?.[1]).filter(Boolean);
    must(own.length > 0, 'the source map names no file of src/');
    for (const path of own) {
      must(existsSync(join(root, 'src', path)), `the source map names ${path}, which is not in src/`);
      const content = map.sourcesContent[map.sources.findIndex((source) => source.includes(`./${path}`))];
      must(content === undefined || content === readFileSync(join(root, 'src', path), 'utf8'), `${path} is not the source that was built: build again`);
    }
    return `${own.length} sources`;
  });
}

await checks.check('dist/plugin.json is src/plugin.json with its variables replaced', () => {
  const built = { ...main, buildMode: undefined, info: { ...main.info, version: '%VERSION%', updated: '%TODAY%' } };
  const source = JSON.parse(readFileSync(join(root, 'src', 'plugin.json'), 'utf8').replaceAll('%PLUGIN_ID%', main.id));
  const same = JSON.stringify(built) === JSON.stringify(source);
  must(same, 'it is of an earlier build: delete node_modules/.cache/webpack and build again');
});

await checks.check('nested plugins are declared in includes, with path and type', () => {
  for (const { dir, json } of nested) {
    const path = relative(dist, join(dir, 'plugin.json'));
    const include = main.includes.find((entry) => entry.path === path || entry.path === relative(dist, dir));
    must(include, `${path} is not in includes`);
    must(include.type === json.type, `includes says ${include.type} for ${path}, which is a ${json.type}`);
  }
  return `${nested.length} nested`;
});

await checks.check('pages of includes are below the app, with a role, one of them the first', () => {
  const pages = main.includes.filter(({ type }) => type === 'page');
  for (const { name, path, role } of pages) {
    must(path.startsWith(`/a/${main.id}/`) || path.startsWith('/plugins/'), `${name}: ${path}`);
    must(['Viewer', 'Editor', 'Admin'].includes(role), `${name}: role ${role}`);
  }
  must(pages.filter(({ defaultNav }) => defaultNav).length === 1, 'exactly one page needs defaultNav');
  return pages.map(({ name }) => name).join(', ');
});

await checks.check('backend, executable and binary agree', () => {
  must(main.backend === Boolean(main.executable), 'backend and executable must both be there or not');
  const binary = join(dist, backendBinary);
  must(backendBinary.startsWith(`${main.executable}_`), `executable ${main.executable} is not ${backendBinary}`);
  must(existsSync(binary), `${backendBinary} is missing`);
  must(platform.os === 'windows' || (statSync(binary).mode & 0o777) === 0o755, 'the binary needs mode 0755');
  return backendBinary;
});

await checks.check('README is for users of the plugin', () => {
  const readme = read('README.md');
  must(readme.length > 300, 'it is very short');
  must(!/<!--/.test(readme), 'it has a comment left');
  must(!/This is a template|create-plugin|Getting started\s*#+\s*Frontend|your plugin|%[A-Z_]+%/i.test(readme), 'it has template text');
  must(!/\b(yarn|nodejs)\b/i.test(readme), 'it speaks of tools of developers');
  must(!/\]\((?!https?:|#|mailto:|img\/)[^)]+\)/.test(readme), 'it has a link that does not work outside the repository');
});

await checks.check('CHANGELOG has this version', () => {
  must(new RegExp(`^#+ \\[?v?${packageJson.version.replaceAll('.', '\\.')}\\b`, 'm').test(read('CHANGELOG.md')), `no heading ${packageJson.version}`);
});

await checks.check('LICENSE is Apache-2.0', () => {
  must(/Apache License\s+Version 2\.0/.test(read('LICENSE')) && packageJson.license === 'Apache-2.0', 'it is not');
});

await checks.check('build tools are those of create-plugin and the SDK', () => {
  must(/create-plugin/.test(readFileSync(join(root, '.config', 'webpack', 'webpack.config.ts'), 'utf8')), '.config/webpack/webpack.config.ts is not create-plugin\'s');
  must(/grafana-plugin-sdk-go\/build/.test(readFileSync(join(root, 'Magefile.go'), 'utf8')), 'Magefile.go does not use the SDK');
  must(!/^replace .*grafana-plugin-sdk-go/m.test(readFileSync(join(root, 'go.mod'), 'utf8')), 'go.mod replaces the SDK');
});

await checks.check('an archive holds one folder named as the plugin, and nothing that does not belong', () => {
  const scratch = runDir('archive');
  try {
    const folder = join(scratch, main.id);
    mkdirSync(folder);
    cpSync(dist, folder, { recursive: true });
    const archive = join(scratch, `${main.id}-${packageJson.version}.tar`);
    execFileSync('tar', ['-cf', archive, '-C', scratch, main.id]);
    const names = execFileSync('tar', ['-tf', archive], { encoding: 'utf8' }).trim().split('\n');
    must(names.every((name) => name.startsWith(`${main.id}/`)), 'a file is outside the folder');
    const odd = names.find((name) => /(^|\/)(\.DS_Store|\.env|node_modules|\.git)(\/|$)|\.(test|spec)\.|\.exe~$/.test(name));
    must(!odd, `${odd} does not belong there`);
    return `${names.length} entries`;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});

const scopes = [
  { dir: 'src', rules: frontendRules, applies: (file) => /\.tsx?$/.test(file) && !/\.(test|spec)\.tsx?$|\.d\.ts$|\/test\//.test(file) },
  { dir: 'pkg', rules: backendRules, applies: (file) => file.endsWith('.go') && !file.endsWith('_test.go') && !file.includes('/cmd/') },
];
for (const { dir, rules, applies } of scopes) {
  await checks.check(`${dir}/ makes no forbidden call`, () => {
    const files = filesBelow(join(root, dir)).filter(applies);
    const found = files.flatMap((file) => findings(readFileSync(file, 'utf8'), rules).map((text) => `${relative(root, file)}:${text}`));
    must(found.length === 0, `\n        ${found.join('\n        ')}`);
    return `${files.length} files, ${rules.length} rules`;
  });
}

await checks.check('module.js carries no call that is forbidden there either', () => {
  const code = read('module.js');
  must(!/grafanaBootData|google-analytics|googletagmanager|sentry\.io/.test(code), 'it does');
});

checks.finish();
