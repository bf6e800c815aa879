// What a healthy, idle cluster never shows: crashes, evictions, refused callers, changed settings. Made on purpose, so that the test sees
// whether the signals for it find the real exporters' series.
import { setTimeout as sleep } from 'node:timers/promises';
import { shopObjects } from './full-cluster.mjs';

const podsOf = async (api, namespace, name) => (await api.get(`/api/v1/namespaces/${namespace}/pods?labelSelector=app.kubernetes.io%2Fname%3D${name}`)).items;
const podPath = ({ metadata }) => `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`;

function crashing(pod, restartCount) {
  const [container] = pod.status.containerStatuses;
  const unready = pod.status.conditions.map((condition) => (/Ready$/.test(condition.type) ? { ...condition, status: 'False' } : condition));
  return {
    conditions: unready,
    containerStatuses: [{
      ...container, ready: false, restartCount,
      state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off restarting failed container' } },
      lastState: { terminated: { exitCode: 137, reason: 'OOMKilled', startedAt: '2026-01-01T00:00:00Z', finishedAt: '2026-01-01T00:00:01Z' } },
    }],
  };
}

/** A pod that is evicted stays as a failed one, and its replica set makes another. */
async function evict(api, pod) {
  const disrupted = { type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet', lastTransitionTime: new Date().toISOString().replace(/\.\d+/, '') };
  const conditions = [...pod.status.conditions, disrupted];
  await api.patchStatus(podPath(pod), { phase: 'Failed', reason: 'Evicted', message: 'the node had not enough memory', conditions });
}

/** A node that says that its memory is short. */
async function pressNode(api, name) {
  const { status } = await api.get(`/api/v1/nodes/${name}`);
  const conditions = status.conditions.map((condition) => (condition.type === 'MemoryPressure' ? { ...condition, status: 'True' } : condition));
  await api.patchStatus(`/api/v1/nodes/${name}`, { conditions });
}

/** Makes trouble in the cluster of `api`; `nobody` is a token of a user without any right. Takes as long as two scrapes of `scrapeMs`. */
export async function makeTrouble({ api, testbed, nobody, scrapeMs }) {
  for (const object of await shopObjects(testbed, '--trouble')) {
    await api.apply(object);
  }
  const payment = await podsOf(api, 'shop', 'payment'); // all of them, so that its service has no endpoint that is ready
  await pressNode(api, 'node-c');
  for (const restarts of [2, 5]) {
    const running = (await podsOf(api, 'shop', 'shipping')).filter(({ status }) => status.phase === 'Running');
    await evict(api, running[0]); // the scheduler then has something to do
    for (const pod of payment) {
      await api.patchStatus(podPath(pod), crashing(pod, restarts));
    }
    await api.patch('/api/v1/namespaces/shop/configmaps/cart-config', { data: { LOG_LEVEL: `debug-${restarts}` } });
    await api.patch('/api/v1/namespaces/shop/secrets/catalog-database', { stringData: { DATABASE: `other-${restarts}` } });
    await api.apply({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { namespace: 'shop', name: `test-${restarts}` }, rules: [] });
    const refused = [await api.statusAs('wrong', '/api/v1/nodes'), await api.statusAs(nobody, '/api/v1/nodes')];
    if (refused.join() !== '401,403') {
      throw new Error(`The API server answered ${refused.join(' and ')} to a wrong token and to a user without rights, not 401 and 403.`);
    }
    await sleep(2 * scrapeMs);
  }
}
