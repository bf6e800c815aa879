// The dashboards that come with the app: what Grafana would only say when somebody opens them.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../lib/paths.mjs';

const folder = join(root, 'src', 'dashboards');
const json = (file) => JSON.parse(readFileSync(file, 'utf8'));
const boards = readdirSync(folder).map((file) => ({ file, board: json(join(folder, file)) }));
const kinds = ['incidents', 'counts', 'durations', 'alerts', 'timeline'];

test('every dashboard is in the includes of plugin.json, under its own title', () => {
  const includes = json(join(root, 'src', 'plugin.json')).includes.filter(({ type }) => type === 'dashboard');
  assert.deepEqual(
    includes.map(({ name, path }) => `${path} ${name}`).sort(),
    boards.map(({ file, board }) => `dashboards/${file} ${board.title}`).sort()
  );
});

test('uids and panel ids are told apart', () => {
  assert.equal(new Set(boards.map(({ board }) => board.uid)).size, boards.length);
  for (const { file, board } of boards) {
    assert.equal(new Set(board.panels.map(({ id }) => id)).size, board.panels.length, file);
  }
});

for (const { file, board } of boards) {
  test(`${file}: panels and annotations ask the data source that is picked, with a kind that it knows`, () => {
    const pickers = board.templating.list.filter(({ type }) => type === 'datasource');
    const picked = pickers.map(({ name, query }) => ({ type: query, uid: `\${${name}}` }));
    const queries = [
      ...board.panels.flatMap(({ targets = [] }) => targets),
      ...board.annotations.list.map(({ target, datasource }) => ({ ...target, datasource })),
    ];
    for (const query of queries) {
      const from = picked.find(({ uid }) => uid === query.datasource.uid);
      assert.deepEqual(query.datasource, from);
      assert.ok(
        from.type !== 'strata-incidents-datasource' || kinds.includes(query.kind) || query.kind === 'annotations',
        query.kind
      );
    }
  });

  test(`${file}: a panel without a query is one that needs none, with options of the newest version`, () => {
    for (const { title, type, targets, options } of board.panels) {
      assert.ok(targets?.length > 0 || (type === 'strata-triage-panel' && options.input === 'incidents'), title);
      assert.ok(type !== 'strata-triage-panel' || options.version === 1, title);
    }
  });

  test(`${file}: panels do not overlap and stay in 24 columns`, () => {
    const taken = new Set();
    for (const {
      title,
      gridPos: { x, y, w, h },
    } of board.panels) {
      assert.ok(x + w <= 24, title);
      for (let row = y; row < y + h; row += 1) {
        for (let column = x; column < x + w; column += 1) {
          assert.ok(!taken.has(`${row}/${column}`), `${title} overlaps another panel`);
          taken.add(`${row}/${column}`);
        }
      }
    }
  });

  test(`${file}: filters name variables of the dashboard`, () => {
    const names = board.templating.list.map(({ name }) => `$${name}`);
    const queried = board.panels
      .flatMap(({ targets = [] }) => targets)
      .flatMap(({ severity = [], layer = [], service = [] }) => [...severity, ...layer, ...service]);
    const used = [...queried, ...board.panels.flatMap(({ options }) => options.service ?? [])];
    for (const value of used.filter((one) => one.startsWith('$'))) {
      assert.ok(names.includes(value), value);
    }
  });
}
