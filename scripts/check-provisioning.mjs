// Checks what cannot be started on every machine: docker-compose.yaml (with Docker Compose's own loader) and every file
// that Grafana, Prometheus and Alertmanager read. Needs no Docker.
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import semver from 'semver';
import { parse } from 'yaml';
import { Checks, must } from './lib/checks.mjs';
import { root, runDir } from './lib/paths.mjs';
import { freePorts } from './lib/ports.mjs';
import { schemas } from './lib/provisioning-schemas.mjs';
import { realParts } from './lib/realparts.mjs';
import { run } from './lib/run.mjs';
import { problemsOf } from './lib/settings-file.mjs';
import { Supervisor } from './lib/supervisor.mjs';

const ajv = addFormats(new Ajv({ allErrors: true }));
const checks = new Checks();
const provisioned = { datasources: [], apps: [], contactPoints: [], policies: [], groups: [], templates: [] };
const rawText = [];

function yamlFiles(folder) {
  return readdirSync(join(root, 'provisioning', folder)).filter((name) => /\.ya?ml$/.test(name));
}

function checkGrafanaFile(folder, name) {
  const source = readFileSync(join(root, 'provisioning', folder, name), 'utf8');
  rawText.push(source);
  const document = parse(source, { uniqueKeys: true });
  const list = Object.keys(schemas[folder]).find((key) => document?.[key]);
  must(list, `it has none of ${Object.keys(schemas[folder]).join(', ')}`);
  const valid = ajv.compile(schemas[folder][list]);
  must(valid(document), ajv.errorsText(valid.errors, { separator: '; ', dataVar: name }));
  if (folder === 'plugins') {
    const [wrong] = problemsOf(source);
    must(!wrong, `line ${wrong?.line}: ${wrong?.field} ${wrong?.message}`);
  }
  provisioned[list].push(...document[list]);
  return `${document[list].length} ${list}`;
}

for (const folder of Object.keys(schemas)) {
  for (const name of yamlFiles(folder)) {
    await checks.check(`provisioning/${folder}/${name}`, () => checkGrafanaFile(folder, name));
  }
}

await checks.check('alert rules name data sources that are provisioned, and a condition of their own', () => {
  const known = new Set([...provisioned.datasources.map(({ uid }) => uid), '__expr__']);
  for (const rule of provisioned.groups.flatMap(({ rules }) => rules)) {
    const unknown = rule.data.find(({ datasourceUid }) => !known.has(datasourceUid));
    must(!unknown, `${rule.title} asks ${unknown?.datasourceUid}`);
    must(rule.data.some(({ refId }) => refId === rule.condition), `${rule.title}: condition ${rule.condition} is no query`);
  }
});

await checks.check('policies send to contact points that are provisioned', () => {
  const known = new Set(provisioned.contactPoints.map(({ name }) => name));
  const unknown = provisioned.policies.find(({ receiver }) => !known.has(receiver));
  must(!unknown, `${unknown?.receiver} is not there`);
});

const pluginJson = JSON.parse(readFileSync(join(root, 'src', 'plugin.json'), 'utf8'));

await checks.check('the provisioned app is this plugin, with a token for each source', () => {
  const app = provisioned.apps.find(({ type }) => type === pluginJson.id);
  must(app, `no app of type ${pluginJson.id}`);
  const sources = app.jsonData?.sources ?? [];
  must(sources.length > 0, 'jsonData.sources is empty');
  const without = sources.find(({ name }) => !app.secureJsonData?.[`sourceToken.${name}`]);
  must(!without, `secureJsonData has no "sourceToken.${without?.name}"`);
  return sources.map(({ id }) => id).join(', ');
});

await checks.check('webhooks go to sources that are provisioned', () => {
  const ids = new Set(provisioned.apps.flatMap(({ jsonData }) => (jsonData?.sources ?? []).map(({ id }) => id)));
  const alertmanager = parse(readFileSync(join(root, 'provisioning', 'alertmanager', 'alertmanager.yaml'), 'utf8'));
  const urls = [
    ...provisioned.contactPoints.flatMap(({ receivers }) => receivers.map(({ settings }) => settings.url)),
    ...alertmanager.receivers.flatMap(({ webhook_configs: hooks }) => hooks.map(({ url }) => url)),
  ];
  for (const url of urls) {
    const id = new RegExp(`/api/plugins/${pluginJson.id}/resources/ingest/([^/]+)$`).exec(url)?.[1];
    must(id && ids.has(id), `${url} names no provisioned source`);
  }
  return urls.join(', ');
});

let compose;
await checks.check('docker-compose.yaml loads as Docker Compose loads it', async () => {
  const args = ['run', '.', join(root, 'docker-compose.yaml')];
  const { stdout } = await run('go', args, { cwd: join(root, 'scripts', 'compose-check'), env: { GOWORK: 'off' } });
  compose = JSON.parse(stdout);
  return Object.keys(compose.services).sort().join(', ');
});

await checks.check('what the services mount and build is there', () => {
  const missing = [];
  for (const [name, { volumes = [], build }] of Object.entries(compose.services)) {
    const made = ['dist']; // by npm run build
    const binds = volumes.filter(({ type }) => type === 'bind').map(({ source }) => source);
    missing.push(...binds.filter((path) => !existsSync(path) && !made.some((dir) => path === join(root, dir))));
    if (build && !existsSync(join(build.context, build.dockerfile ?? 'Dockerfile'))) {
      missing.push(`${name}: ${build.context}/${build.dockerfile ?? 'Dockerfile'}`);
    }
  }
  must(missing.length === 0, `missing: ${missing.join(', ')}`);
});

await checks.check('services that others wait for can say that they are healthy', () => {
  for (const [name, { depends_on: needs = {} }] of Object.entries(compose.services)) {
    for (const [other, { condition }] of Object.entries(needs)) {
      must(condition !== 'service_healthy' || compose.services[other].healthcheck, `${name} waits for ${other}, which has no healthcheck`);
    }
  }
});

await checks.check('every $NAME in the provisioning files is set for the grafana service', () => {
  const used = new Set(rawText.join('\n').replaceAll('$$', '').replace(/#.*$/gm, '').match(/\$\{?[A-Z][A-Z0-9_]*/g)?.map((name) => name.replace(/^\$\{?/, '')));
  const unset = [...used].filter((name) => compose.services.grafana.environment[name] === undefined);
  must(unset.length === 0, `not set: ${unset.join(', ')}`);
  return [...used].join(', ');
});

await checks.check('the Grafana of docker-compose.yaml is one that the plugin supports', () => {
  const version = compose.services.grafana.build.args.grafana_version;
  const { grafanaDependency } = pluginJson.dependencies;
  must(semver.satisfies(version, grafanaDependency, { includePrerelease: true }), `${version} is not ${grafanaDependency}`);
  return `${version} is ${grafanaDependency}`;
});

const parts = await realParts();
await checks.check('promtool accepts prometheus.yaml and the rules', async () => {
  const { output } = await run(parts.promtool, ['check', 'config', join(root, 'provisioning', 'prometheus', 'prometheus.yaml')]);
  return /SUCCESS: (\d+) rules found/.exec(output)?.[0].replace('SUCCESS: ', '');
});

await checks.check('Alertmanager starts with alertmanager.yaml', async () => {
  const dir = runDir('alertmanager');
  const supervisor = new Supervisor(dir);
  try {
    const { port } = await freePorts({ port: 0 });
    await supervisor.start('alertmanager', {
      command: parts.alertmanager,
      args: [
        `--config.file=${join(root, 'provisioning', 'alertmanager', 'alertmanager.yaml')}`, `--storage.path=${dir}`,
        `--web.listen-address=127.0.0.1:${port}`, '--cluster.listen-address=',
      ],
      readyUrl: `http://127.0.0.1:${port}/-/ready`,
      timeoutMs: 20_000,
    });
  } finally {
    await supervisor.stopAll();
    rmSync(dir, { recursive: true, force: true });
  }
});

checks.finish();
