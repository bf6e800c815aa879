// The real parts of --full: a Kubernetes API that holds the shop, node_exporter, and as root ebpf_exporter. What cannot run here is
// named with the reason, and the rest goes on.
import { join } from 'node:path';
import { startCluster } from './full-cluster.mjs';
import { ebpfExporter } from './full-ebpf.mjs';
import { startEbpfExporter, startNodeExporter } from './full-host.mjs';
import { kubernetesPrograms, kwokStages, program } from './full-programs.mjs';
import { say, step } from './log.mjs';

const kubernetes = 'Kubernetes API with kwok and kube-state-metrics';

/** Runs a step; where it fails, keeps the reason under `name` and goes on. */
async function unlessMissing(missing, name, title, work) {
  try {
    return await step(title, work);
  } catch (error) {
    const reason = error.message.split('\n').slice(0, 3).join(' ');
    missing.push({ name, reason });
    say(`    without ${name}: ${reason}`);
    return undefined;
  }
}

async function kubernetesParts(missing) {
  const files = {};
  for (const name of kubernetesPrograms) {
    const made = await unlessMissing(missing, kubernetes, name, async (note) => {
      const { file, from } = await program(name, note);
      files[name] = file;
      return from;
    });
    if (made === undefined) {
      return undefined;
    }
  }
  let stages;
  await unlessMissing(missing, kubernetes, 'stages of kwok', async (note) => {
    stages = await kwokStages(note);
  });
  return stages && { programs: files, stages };
}

/**
 * Makes the programs of the real parts, or takes them from the cache: minutes the first time, seconds later on.
 * @returns {Promise<{kubernetes?: object, node?: string, ebpf?: object, missing: {name: string, reason: string}[]}>}
 */
export async function fullParts() {
  const missing = [];
  const parts = { missing, kubernetes: await kubernetesParts(missing) };
  await unlessMissing(missing, 'node_exporter', 'node_exporter', async (note) => {
    const { file, from } = await program('node_exporter', note);
    parts.node = file;
    return from;
  });
  await unlessMissing(missing, 'ebpf_exporter', 'ebpf_exporter', async (note) => {
    parts.ebpf = await ebpfExporter(note);
    const taken = parts.ebpf.names.length + parts.ebpf.others.length;
    return `${parts.ebpf.from}; this kernel takes ${taken} of ${taken + parts.ebpf.refused.length} configurations`;
  });
  for (const { name, reason } of parts.ebpf?.refused ?? []) {
    say(`    this kernel does not take ${name}: ${reason}`);
  }
  return parts;
}

/**
 * Starts the real parts that could be made.
 * @param {{parts: object, testbed: string, dir: string, everything?: boolean,
 *   start: (name: string, command: object) => Promise<void>}} options
 *   `testbed` prints the shop's objects; `start` starts a program and ends it with the run; `everything` also starts a second
 *   ebpf_exporter for the configurations that cannot be in one with the rest
 * @returns {Promise<{targets: object[], missing: {name: string, reason: string}[], cluster?: object}>} targets for fullScrapeConfig
 */
export async function startFull({ parts, testbed, dir, start, everything = false }) {
  const missing = [...parts.missing];
  const targets = [];
  let cluster;
  const kubernetesStarts = async () => {
    cluster = await startCluster({ ...parts.kubernetes, testbed, dir: join(dir, 'kubernetes'), start });
    targets.push(...cluster.targets);
    return `${cluster.api.url}, ${cluster.nodes} nodes, ${cluster.pods} pods`;
  };
  const node = async () => {
    targets.push(await startNodeExporter({ program: parts.node, start }));
  };
  const ebpf = async () => {
    const { names, others, ...made } = parts.ebpf;
    targets.push(await startEbpfExporter({ ...made, names, start }));
    if (everything && others.length > 0) {
      targets.push(await startEbpfExporter({ ...made, names: others, start, second: true }));
    }
    return names.join(', ');
  };
  await Promise.all([
    parts.kubernetes && unlessMissing(missing, kubernetes, 'Kubernetes API', kubernetesStarts),
    parts.node && unlessMissing(missing, 'node_exporter', 'node_exporter starts', node),
    parts.ebpf && unlessMissing(missing, 'ebpf_exporter', 'ebpf_exporter starts', ebpf),
  ]);
  return { targets, missing, cluster };
}
