// Runbooks from and to a folder of Markdown files, for GitOps. See docs/runbooks.md.
//   node scripts/runbooks.mjs check <folder> --url … --token …            says what would change; exits with 1 when something is wrong
//   node scripts/runbooks.mjs push <folder> --url … --token … [--comment …]   stores what changed; the same folder again changes nothing
//   node scripts/runbooks.mjs pull <folder> --url … --token … [--all]     writes own runbooks (with --all also built-in ones) as <id>.md
// --url is Grafana's own address, with its sub-path; the token is that of a service account with the role Editor (pull: Viewer).
// Both may stand in GRAFANA_URL and GRAFANA_TOKEN, so that no token stands in a command line.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { say } from './lib/log.mjs';
import { main } from './lib/main.mjs';

const ID = /^[a-z][a-z0-9-]{1,62}$/;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string', default: process.env.GRAFANA_URL },
    token: { type: 'string', default: process.env.GRAFANA_TOKEN },
    comment: { type: 'string', default: 'From files' },
    all: { type: 'boolean', default: false },
  },
});
const [command, folder] = positionals;

/** One request to Strata; throws with its own words. */
async function ask(method, path, query, body) {
  const base = `${values.url.replace(/\/+$/, '')}/api/plugins/strata-sre-app/resources${path}`;
  const answer = await fetch(`${base}?${new URLSearchParams(query)}`, {
    method,
    body,
    headers: { Authorization: `Bearer ${values.token}`, 'Content-Type': 'application/octet-stream' },
  });
  if (!answer.ok) {
    const text = await answer.text();
    throw new Error(`${method} ${path} is answered with ${answer.status}: ${messageIn(text)}`);
  }
  return answer;
}

function messageIn(text) {
  try {
    const { error, message } = JSON.parse(text);
    return [error?.message ?? message, error?.fix].filter(Boolean).join(' ');
  } catch {
    return text.slice(0, 300);
  }
}

async function runbooksIn(path) {
  const names = (await readdir(path)).filter((name) => name.endsWith('.md') && !/^readme\.md$/i.test(name));
  const ids = names.map((name) => name.slice(0, -'.md'.length)).sort();
  const bad = ids.filter((id) => !ID.test(id));
  if (bad.length > 0 || ids.length === 0) {
    throw new Error(bad.length > 0 ? `No ids of runbooks: ${bad.join(', ')}` : `There is no Markdown file in ${path}`);
  }
  return ids;
}

async function send(id, dryRun) {
  const text = await readFile(join(folder, `${id}.md`), 'utf8');
  const answer = await ask('POST', '/runbooks/import', { id, dryRun, comment: values.comment }, text);
  const { runbooks } = await answer.json();
  return runbooks[0];
}

/** All are checked before the first is stored, so that a mistake in one leaves everything as it was. */
async function push(store) {
  const ids = await runbooksIn(folder);
  const planned = [];
  for (const id of ids) {
    planned.push(await send(id, true));
  }
  for (const { id, outcome, problems } of planned.filter((one) => one.outcome !== 'unchanged')) {
    say(`  ${outcome}: ${id}`);
    problems.forEach(({ line, message }) => say(`    ${folder}/${id}.md:${line}: ${message}`));
  }
  const refused = planned.filter(({ outcome }) => outcome === 'refused').length;
  const changes = planned.filter(({ outcome }) => outcome === 'created' || outcome === 'changed');
  if (store && refused === 0) {
    for (const { id } of changes) {
      await send(id, false);
    }
  }
  say(
    `${planned.length} runbooks: ${changes.length} ${store && refused === 0 ? 'stored' : 'to change'}, ${refused} refused`
  );
  process.exitCode = refused > 0 ? 1 : 0;
}

async function pull() {
  const list = await (await ask('GET', '/runbooks', {})).json();
  const wanted = list.runbooks.filter(({ origin, archived }) => !archived && (values.all || origin !== 'builtin'));
  await mkdir(folder, { recursive: true });
  for (const { id } of wanted) {
    if (!ID.test(id)) {
      throw new Error(`"${id}" is no id of a runbook`);
    }
    const { text } = await (await ask('GET', `/runbooks/${id}`, {})).json();
    await writeFile(join(folder, `${id}.md`), text);
  }
  say(`${wanted.length} runbooks written to ${folder}`);
}

await main(async () => {
  const run = { check: () => push(false), push: () => push(true), pull }[command];
  if (!run || !folder || !values.url || !values.token) {
    throw new Error(
      'Usage: node scripts/runbooks.mjs check|push|pull <folder> --url https://grafana.example.com --token <token>'
    );
  }
  await run();
});
