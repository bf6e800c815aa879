import { existsSync, readdirSync, readFileSync, statSync } from 'fs';
import { dirname, join, relative, resolve } from 'path';

import pluginJson from '../plugin.json';
import { PLUGIN_ID } from '../constants';

const SRC = resolve(__dirname, '..');

/** What each folder may import, from below to above. `app` holds the routes, so it sees every page. */
const PAGES = [
  'overview',
  'layers',
  'incidents',
  'reviews',
  'settings',
  'alert',
  'coverage',
  'alertpack',
  'runbooks',
  'drill',
  'map',
  'wall',
];
const MAY_IMPORT: Record<string, string[]> = {
  '': ['app', 'settings', 'extensions'],
  api: [],
  ui: ['api', 'app/nav'],
  signals: ['api', 'ui', 'app/nav'],
  board: ['api', 'ui', 'app/nav'],
  timeline: ['api', 'ui'],
  datasource: ['api', 'ui'],
  extensions: ['api', 'ui', 'app/nav'],
  panels: ['api', 'ui', 'board', 'timeline', 'app/nav'],
  app: ['api', 'ui', ...PAGES],
  ...Object.fromEntries(PAGES.map((page) => [page, ['api', 'ui', 'board', 'signals', 'timeline', 'app/nav']])),
};

interface Import {
  from: string;
  to: string;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

function sources(): string[] {
  return filesBelow(SRC).filter(
    (path) => /\.tsx?$/.test(path) && !path.includes('.test.') && !path.startsWith(join(SRC, 'test'))
  );
}

function importsOf(path: string): Import[] {
  const code = readFileSync(path, 'utf8');
  const targets = [...code.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map((match) => match[1] ?? '');
  return targets.map((target) => ({
    from: relative(SRC, path),
    to: relative(SRC, resolve(dirname(path), target)),
  }));
}

/** What Grafana's other pages need to know of Strata before somebody uses it. */
const EAGER = ['configure', 'lazy', 'register'];

function eagerImports(path: string): string[] {
  const code = readFileSync(path, 'utf8');
  const found = [...code.matchAll(/^import ([^;]*?) from '([^']+)'/gm)];
  return found.filter(([, names = '']) => !onlyTypes(names)).map((match) => match[2] ?? '');
}

function onlyTypes(names: string): boolean {
  const list = /^\{([^}]*)\}$/s.exec(names)?.[1]?.split(',') ?? [names];
  return list.every((name) => name.trim() === '' || name.trim().startsWith('type '));
}

/** The file and all that it imports at once. */
function eagerFiles(path: string, seen: string[] = []): string[] {
  if (seen.includes(path)) {
    return seen;
  }
  const next = eagerImports(path)
    .filter((target) => target.startsWith('.'))
    .map((target) => fileOf(resolve(dirname(path), target)));
  return next.reduce((all, one) => eagerFiles(one, all), [...seen, path]);
}

function fileOf(path: string): string {
  return ['.ts', '.tsx'].map((ending) => path + ending).find((file) => existsSync(file)) ?? path;
}

function folderOf(path: string): string {
  return path.includes('/') ? (path.split('/')[0] ?? '') : '';
}

function isAllowed({ from, to }: Import): boolean {
  const [own, other] = [folderOf(from), folderOf(to)];
  const shared = other === '' && ['constants', 'plugin.json', 'publicPath', 'translations'].includes(to);
  const allowed = MAY_IMPORT[own] ?? [];
  return own === other || shared || allowed.some((target) => to === target || folderOf(to) === target);
}

describe('architecture', () => {
  it('lets folders import only what is below them; pages never import each other', () => {
    const forbidden = sources()
      .flatMap(importsOf)
      .filter((one) => !isAllowed(one));

    expect(forbidden.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  it('knows every folder', () => {
    const folders = new Set(sources().map((path) => folderOf(relative(SRC, path))));

    expect([...folders].filter((folder) => !(folder in MAY_IMPORT))).toEqual([]);
  });

  it('keeps the entry small: only lazy wrappers', () => {
    expect(readFileSync(join(SRC, 'module.tsx'), 'utf8').split('\n').length).toBeLessThan(80);
    const files = eagerFiles(join(SRC, 'module.tsx'));
    const names = files.map((path) => relative(SRC, path).replace(/\.tsx?$/, ''));
    const packages = new Set(files.flatMap(eagerImports).filter((target) => !target.startsWith('.')));

    expect(names.sort()).toEqual(['constants', ...EAGER.map((name) => `extensions/${name}`), 'module']);
    expect([...packages].sort()).toEqual(['@grafana/data', '@grafana/runtime', '@grafana/ui', 'react']);
  });

  it('asks the backend in one place', () => {
    const users = sources().filter((path) => /getBackendSrv/.test(readFileSync(path, 'utf8')));

    expect(users.map((path) => relative(SRC, path))).toEqual(['api/client.ts']);
  });

  it('has no JSON fixtures, which the build would ship', () => {
    const json = filesBelow(SRC).filter((path) => path.endsWith('.json') && !/\/(dashboards|locales)\//.test(path));

    expect(json.map((path) => relative(SRC, path)).sort()).toEqual([
      'datasource/plugin.json',
      'panels/pirtimeline/plugin.json',
      'panels/triage/plugin.json',
      'plugin.json',
    ]);
  });

  it('keeps files short', () => {
    const long = sources().filter(
      (path) => !path.endsWith('schema.gen.ts') && readFileSync(path, 'utf8').split('\n').length > 400
    );

    expect(long).toEqual([]);
  });

  it('has the id of plugin.json', () => {
    expect(pluginJson.id).toBe(PLUGIN_ID);
  });
});
