// npm run bench:pages: starts the system as the browser specs do, opens every kind of page cold (a new browser context) and
// warm (again in the same one), and prints queries, times and bytes. The reference of the same run is the same page in a
// window as tall as the page, so that it asks for all of its panels at once, as a plain dashboard without lazy panels would.
import { readFileSync } from 'node:fs';
import { findBrowser } from '../../scripts/lib/browser.mjs';
import { elasticsearch } from '../../scripts/lib/elasticsearch.mjs';
import { say, step } from '../../scripts/lib/log.mjs';
import { main } from '../../scripts/lib/main.mjs';
import { optionsOrEnd } from '../../scripts/lib/options.mjs';
import { prepareAll } from '../../scripts/lib/prepare.mjs';
import { realParts } from '../../scripts/lib/realparts.mjs';
import { untilSignal } from '../../scripts/lib/supervisor.mjs';
import { addMany, removeMany } from './many.mjs';
import { openPage } from './measure.mjs';
import { pagesOf } from './pages.mjs';
import { byteTable, machine, queryTable, timeTable } from './report.mjs';

const options = optionsOrEnd('npm run bench:pages -- [options]\nOpens every kind of page, cold and warm, and prints queries, times and bytes.', {
  stack: { type: 'string', help: 'FILE of a system that runs already, such as .strata/demo.json of npm run demo' },
  only: { type: 'string', default: '', help: 'TEXT: only pages whose name has it' },
});
const warmUpMs = 25_000;

/** The system, and how it is stopped. */
async function system() {
  if (options.stack) {
    return { urls: JSON.parse(readFileSync(options.stack, 'utf8')).urls, stop: async () => {} };
  }
  const programs = await prepareAll();
  const { Stack } = await import('../../scripts/lib/stack.mjs'); // needs the npm packages
  const stack = new Stack({ name: 'bench', programs, parts: await realParts(), elasticsearch: await elasticsearch(), onDeath: (text) => say(`\n${text}`) });
  const stop = () => stack.stop();
  try {
    await stack.start({ preferDefaults: false, hours: 3 });
    await step('first scrapes', () => new Promise((resolve) => setTimeout(resolve, warmUpMs)));
    return { urls: stack.urls, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A service, a pod and a node that exist. */
async function findThings(prometheus) {
  const first = async (query) => {
    const response = await fetch(`${prometheus}/api/v1/query?${new URLSearchParams({ query })}`);
    const { data } = await response.json();
    if (!data.result[0]) {
      throw new Error(`${query} has no series`);
    }
    return data.result[0].metric;
  };
  const pod = await first('kube_pod_info{created_by_kind="ReplicaSet"}');
  const service = await first('http_server_request_duration_seconds_count{service_name="checkout"}');
  return { service: service.service_name, namespace: service.k8s_namespace_name ?? '-', pod: pod.pod, podNamespace: pod.namespace, node: pod.node };
}

async function signedIn(browser, url) {
  const context = await browser.newContext();
  const response = await context.request.post(`${url}/login`, { data: { user: 'admin', password: 'admin' } });
  if (!response.ok()) {
    throw new Error(`Signing in at ${url}: ${response.status()}`);
  }
  return context;
}

/** Cold, warm, and all at once; each in a window of its own. */
async function measure(browser, url, page) {
  const context = await signedIn(browser, url);
  const cold = await openPage(context, url + page.path, page, { scroll: true });
  const warm = await openPage(context, url + page.path, page);
  await context.close();
  const other = await signedIn(browser, url);
  const reference = await openPage(other, url + page.path, page, { height: Math.ceil(cold.pageHeight * 1.1) });
  await other.close();
  return { name: page.name, cold, warm, reference };
}

/** Grafana's HTTP API with the session of a browser context. */
function apiOf({ request }, url) {
  const call = async (method, path, data) => {
    const response = await request.fetch(url + path, { method, data });
    const text = await response.text();
    if (!response.ok()) {
      throw new Error(`${method} ${path}: ${response.status()} ${text.slice(0, 300)}`);
    }
    return text ? JSON.parse(text) : undefined;
  };
  return { call };
}

/** Adds what it measured to `results`, so that an interrupted run still says what it saw. */
async function run(browser, urls, results) {
  const grafana = apiOf(await signedIn(browser, urls.grafana), urls.grafana);
  const { signals } = await grafana.call('GET', '/api/plugins/strata-sre-app/resources/catalog/signals');
  await removeMany(grafana);
  const builtIn = signals.filter(({ origin }) => origin === 'catalog');
  const things = await findThings(urls.prometheus);
  for (const many of [true, false]) {
    const group = many ? await addMany(grafana, builtIn) : { group: '', count: 0 };
    const pages = pagesOf(builtIn, things, group).filter((page) => Boolean(page.many) === many && page.name.includes(options.only));
    try {
      for (const page of pages) {
        results.push(await step(page.name, () => measure(browser, urls.grafana, page)));
      }
    } finally {
      await removeMany(grafana);
    }
  }
}

await main(async () => {
  const interrupted = untilSignal().then((name) => Promise.reject(new Error(`stopped by ${name}`)));
  const { file } = await findBrowser();
  const { urls, stop } = await system();
  const { chromium } = await import('@playwright/test'); // needs the npm packages
  const browser = await chromium.launch({ executablePath: file, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  const results = [];
  try {
    await Promise.race([run(browser, urls, results), interrupted]);
  } finally {
    say(`\n${machine(browser.version())}\n`);
    [queryTable, timeTable, byteTable].forEach((print) => say(`${print(results)}\n`));
    await browser.close();
    await stop();
  }
});
