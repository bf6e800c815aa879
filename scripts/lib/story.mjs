// The story without a browser: see that nothing happens, break the shop, wait for the incident that a real alert opens, mend it, wait for the end.
import { setTimeout as sleep } from 'node:timers/promises';
import { credentials } from './grafana.mjs';
import { step } from './log.mjs';
import { fault } from './testbed.mjs';

const resources = '/api/plugins/strata-sre-app/resources';

async function incidents({ urls, ingest }) {
  const response = await fetch(`${urls.grafana}${resources}/incidents?state=all&limit=200`, {
    headers: credentials({ token: ingest.bearer }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) {
    throw new Error(`GET /incidents: ${response.status} ${await response.text()}`);
  }
  return (await response.json()).incidents;
}

async function until(what, timeoutMs, probe) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await probe();
    if (found) {
      return found;
    }
    if (Date.now() > deadline) {
      throw new Error(`${what}: not within ${timeoutMs / 1000} s`);
    }
    await sleep(500);
  }
}

/** What would fire on a healthy shop has done so by then: conditions hold for 10 s in the demo. */
const quietMs = 20_000;

/** A healthy shop opens no incident: one that is there would also never end. `strangers` are those that another Grafana had before. */
async function staysQuiet(stack) {
  const strangers = stack.kind === 'devhost' ? [] : await incidents(stack);
  await step('healthy → no incident', async () => {
    await sleep(quietMs);
    const opened = (await incidents(stack)).filter(({ number }) => !strangers.some((one) => one.number === number));
    if (opened.length > 0) {
      throw new Error(`a healthy shop has incidents: ${opened.map(({ number, title }) => `#${number} ${title}`).join(', ')}`);
    }
  });
}

/** Runs one fault to its end on a running stack; gives the incident as it was at the end. */
export async function runStory(stack, name = 'bad-deploy') {
  await staysQuiet(stack);
  const before = new Set((await incidents(stack)).map(({ number }) => number));
  let incident;
  await step(`fault ${name} → incident`, async () => {
    await fault(stack.testbed, ['start', name]);
    incident = await until('an incident', 120_000, async () => (await incidents(stack)).find(({ number }) => !before.has(number)));
    return `#${incident.number} ${incident.severity} ${incident.title}`;
  });
  await step('fault stopped → all resolved', async () => {
    await fault(stack.testbed, ['stop']);
    const ours = ({ number }) => !before.has(number);
    const done = ({ status }) => status === 'resolved' || status === 'closed';
    const all = await until('the incidents to resolve', 180_000, async () => {
      const list = (await incidents(stack)).filter(ours);
      return list.every(done) && list;
    });
    return `${all.length} ${all.length === 1 ? 'incident' : 'incidents'}`;
  });
  return incident;
}
