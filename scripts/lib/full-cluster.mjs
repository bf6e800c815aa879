// A real Kubernetes API that holds the shop: etcd, API server, controllers, scheduler, kwok for the kubelets, kube-state-metrics.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { healthy, KubeApi } from './full-kubeapi.mjs';
import { freePorts } from './ports.mjs';
import { run } from './run.mjs';

// endpoints and endpointslices are not among the defaults of kube-state-metrics; certificates and webhooks are left out, as there are none.
const stateResources = [
  'configmaps', 'cronjobs', 'daemonsets', 'deployments', 'endpoints', 'endpointslices', 'horizontalpodautoscalers', 'ingresses', 'jobs', 'limitranges',
  'namespaces', 'nodes', 'persistentvolumeclaims', 'persistentvolumes', 'poddisruptionbudgets', 'pods', 'replicasets', 'resourcequotas',
  'secrets', 'services', 'statefulsets', 'storageclasses',
];

const secretFile = (file, text) => {
  writeFileSync(file, text, { mode: 0o600 });
  return file;
};

function writeCredentials(dir, url) {
  const [token, nobody] = [1, 2].map(() => randomBytes(24).toString('base64url'));
  const caFile = join(dir, 'certs', 'apiserver.crt'); // the API server makes it
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs1', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
  const kubeconfig = {
    apiVersion: 'v1', kind: 'Config', 'current-context': 'full',
    clusters: [{ name: 'full', cluster: { server: url, 'certificate-authority': caFile } }],
    contexts: [{ name: 'full', context: { cluster: 'full', user: 'admin' } }],
    users: [{ name: 'admin', user: { token } }],
  };
  return {
    url, token, caFile, nobody,
    tokenFile: secretFile(join(dir, 'token'), token),
    tokensFile: secretFile(join(dir, 'tokens.csv'), `${token},admin,1,"system:masters"\n${nobody},nobody,2\n`),
    keyFile: secretFile(join(dir, 'service-accounts.key'), privateKey),
    kubeconfig: secretFile(join(dir, 'kubeconfig'), JSON.stringify(kubeconfig)),
  };
}

const loopback = (port, scheme = 'http') => `${scheme}://127.0.0.1:${port}`;

function etcd({ programs, dir, ports }) {
  const url = loopback(ports.etcd);
  return {
    command: programs.etcd,
    args: ['--data-dir', join(dir, 'etcd'), '--listen-client-urls', url, '--advertise-client-urls', url, '--listen-peer-urls', loopback(0), '--log-level', 'warn'],
    readyUrl: `${url}/health`,
  };
}

function apiServer({ programs, dir, ports, credentials, api }) {
  return {
    command: programs['kube-apiserver'],
    args: [
      `--etcd-servers=${loopback(ports.etcd)}`, '--bind-address=127.0.0.1', '--advertise-address=127.0.0.1', `--secure-port=${ports.api}`,
      `--cert-dir=${join(dir, 'certs')}`, '--service-cluster-ip-range=10.96.0.0/16', '--endpoint-reconciler-type=none',
      '--service-account-issuer=https://kubernetes.default.svc', `--service-account-key-file=${credentials.keyFile}`,
      `--service-account-signing-key-file=${credentials.keyFile}`, `--token-auth-file=${credentials.tokensFile}`, '--authorization-mode=RBAC',
      '--disable-admission-plugins=ServiceAccount', // there are no kubelets that could use the tokens
    ],
    ready: () => api.ready(),
  };
}

function controller(name, { programs, ports, credentials }, extra = []) {
  const { kubeconfig } = credentials;
  return {
    command: programs[name],
    args: [
      `--kubeconfig=${kubeconfig}`, `--authentication-kubeconfig=${kubeconfig}`, `--authorization-kubeconfig=${kubeconfig}`,
      '--bind-address=127.0.0.1', `--secure-port=${ports[name]}`, '--leader-elect=false', ...extra,
    ],
    ready: () => healthy(loopback(ports[name], 'https')),
  };
}

function kwok({ programs, stages, ports, credentials }) {
  return {
    command: programs.kwok,
    args: [`--kubeconfig=${credentials.kubeconfig}`, `--config=${stages}`, '--manage-all-nodes=true', '--node-lease-duration-seconds=40', `--server-address=127.0.0.1:${ports.kwok}`],
    readyUrl: `${loopback(ports.kwok)}/healthz`,
  };
}

function stateMetrics({ programs, ports, credentials }) {
  return {
    command: programs['kube-state-metrics'],
    args: [
      `--kubeconfig=${credentials.kubeconfig}`, '--host=127.0.0.1', `--port=${ports.state}`, '--telemetry-host=127.0.0.1', `--telemetry-port=${ports.telemetry}`,
      `--resources=${stateResources.join(',')}`,
    ],
    readyUrl: `${loopback(ports.state)}/healthz`,
  };
}

/** The objects that the testbed's plan gives, as a list; with `--trouble` those that alerts look for. */
export async function shopObjects(testbed, ...args) {
  const { stdout } = await run(testbed, ['kube-objects', ...args]);
  return JSON.parse(stdout).items;
}

/** Waits until all deployments have their replicas; gives how many pods run. */
async function untilAvailable(api, seconds = 60) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const { items } = await api.get('/apis/apps/v1/deployments');
    const short = items.filter(({ spec, status }) => (status.availableReplicas ?? 0) < spec.replicas);
    if (items.length > 0 && short.length === 0) {
      const pods = await api.get('/api/v1/pods?fieldSelector=status.phase%3DRunning');
      return pods.items.length;
    }
    if (Date.now() > deadline) {
      throw new Error(`Deployments without their replicas after ${seconds} s: ${short.map(({ metadata }) => metadata.name).join(', ')}`);
    }
    await sleep(200);
  }
}

/**
 * Starts the cluster in the folder `dir` and fills it with the shop.
 * @param {{programs: Record<string, string>, stages: string, testbed: string, dir: string,
 *   start: (name: string, command: object) => Promise<void>}} options
 * @returns {Promise<{api: KubeApi, nobody: string, pods: number, nodes: number, targets: object[]}>} `nobody` is the token of a user
 *   without rights; targets are for full-scrape.mjs
 */
export async function startCluster({ programs, stages, testbed, dir, start }) {
  mkdirSync(dir, { recursive: true });
  const ports = await freePorts({ etcd: 0, api: 0, 'kube-controller-manager': 0, 'kube-scheduler': 0, kwok: 0, state: 0, telemetry: 0 });
  const credentials = writeCredentials(dir, loopback(ports.api, 'https'));
  const api = new KubeApi(credentials);
  const parts = { programs, stages, dir, ports, credentials, api };
  await start('etcd', etcd(parts)); // first, so that it is ended last: the API server cannot end without it
  await start('kube-apiserver', apiServer(parts));
  for (const object of await shopObjects(testbed)) {
    await api.apply(object);
  }
  await Promise.all([
    // The autoscaler's controller would need a metrics API; the objects carry what it would say.
    start('kube-controller-manager', controller('kube-controller-manager', parts, [
      '--controllers=*,-horizontal-pod-autoscaler-controller', `--service-account-private-key-file=${credentials.keyFile}`, `--root-ca-file=${credentials.caFile}`,
    ])),
    start('kube-scheduler', controller('kube-scheduler', parts)),
    start('kwok', kwok(parts)),
    start('kube-state-metrics', stateMetrics(parts)),
  ]);
  const pods = await untilAvailable(api);
  const secure = { scheme: 'https', tokenFile: credentials.tokenFile };
  return {
    api, pods, nobody: credentials.nobody, nodes: (await api.get('/api/v1/nodes')).items.length,
    targets: [
      { job: 'kube-state-metrics', port: ports.state },
      { job: 'apiserver', port: ports.api, ...secure, caFile: credentials.caFile },
      { job: 'etcd', port: ports.etcd },
      { job: 'kube-controller-manager', port: ports['kube-controller-manager'], ...secure },
      { job: 'kube-scheduler', port: ports['kube-scheduler'], ...secure },
      { job: 'kube-scheduler-resources', port: ports['kube-scheduler'], path: '/metrics/resources', ...secure },
    ],
  };
}
