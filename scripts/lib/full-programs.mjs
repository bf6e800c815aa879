// The Go programs of --full, each built once from its module: the control plane of Kubernetes, kwok, and two exporters.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { once } from './full-cache.mjs';
import { platform, root } from './paths.mjs';
import { goEnv, moduleDir } from './realparts.mjs';
import { run } from './run.mjs';

const kubernetes = { version: '1.36.3', dir: join(root, 'scripts', 'lib', 'full-kubernetes') };
const kubernetesFlags = '-X k8s.io/component-base/version.gitVersion=v1.36.3 -X k8s.io/component-base/version.gitMajor=1 -X k8s.io/component-base/version.gitMinor=36';
const kwok = { module: 'sigs.k8s.io/kwok', tag: 'v0.8.0' };
const commonVersion = 'github.com/prometheus/common/version.Version';

/** What is built from where; `dir` is a module of this repository, `module` one of the Go proxy. */
const programs = {
  etcd: { version: '3.6.8', dir: kubernetes.dir, pkg: 'go.etcd.io/etcd/server/v3' },
  'kube-apiserver': { ...kubernetes, pkg: 'k8s.io/kubernetes/cmd/kube-apiserver', flags: kubernetesFlags },
  'kube-controller-manager': { ...kubernetes, pkg: 'k8s.io/kubernetes/cmd/kube-controller-manager', flags: kubernetesFlags },
  'kube-scheduler': { ...kubernetes, pkg: 'k8s.io/kubernetes/cmd/kube-scheduler', flags: kubernetesFlags },
  kwok: { version: '0.8.0', ...kwok, pkg: './cmd/kwok' },
  'kube-state-metrics': { version: '2.15.0', module: 'k8s.io/kube-state-metrics/v2', tag: 'v2.15.0', pkg: '.', flags: `-X ${commonVersion}=v2.15.0` },
  node_exporter: { version: '1.12.1', module: 'github.com/prometheus/node_exporter', tag: 'v1.12.1', pkg: '.', flags: `-X ${commonVersion}=1.12.1` },
};

/** The programs that a Kubernetes API with kube-state-metrics needs, in the order in which they are built. */
export const kubernetesPrograms = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kwok', 'kube-state-metrics'];

/** Builds a program once; gives { file, from }. */
export async function program(name, note) {
  const { version, dir, module, tag, pkg, flags = '' } = programs[name];
  const made = await once(`${name}-${version}-${platform.os}-${platform.arch}${platform.exe}`, note, async (scratch, out) => {
    note('downloading its modules');
    const from = dir ?? (await moduleDir({ module, tag }, scratch));
    note('compiling');
    const args = ['build', '-C', from, '-buildvcs=false', '-p', String(availableParallelism()), '-ldflags', `-s -w ${flags}`, '-o', out, pkg];
    await run('go', args, { env: goEnv, nice: true });
  });
  return { ...made, from: `${version}, ${made.from}` };
}

// Of kwok's own stages: pods run at once, jobs end at once, nodes are ready and send heartbeats.
const stageFolders = ['node/fast', 'node/heartbeat-with-lease', 'pod/fast'];

function stagesOf(dir) {
  return stageFolders.flatMap((folder) => {
    const path = join(dir, 'kustomize', 'stage', folder);
    const files = readdirSync(path).filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml');
    return files.map((name) => readFileSync(join(path, name), 'utf8'));
  });
}

/** The file with kwok's stages, which say how its simulated kubelets behave. */
export async function kwokStages(note) {
  const { file } = await once(`kwok-stages-${kwok.tag}.yaml`, note, async (scratch, out) => {
    writeFileSync(out, stagesOf(await moduleDir(kwok, scratch)).join('\n---\n'));
  });
  return file;
}
