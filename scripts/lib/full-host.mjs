// What is measured of this machine itself: node_exporter, and as root ebpf_exporter.
import { freePorts } from './ports.mjs';

/** Starts node_exporter with the collectors that the catalog needs beyond the defaults; gives its target. */
export async function startNodeExporter({ program, start }) {
  const { port } = await freePorts({ port: 0 });
  await start('node_exporter', {
    command: program,
    args: [`--web.listen-address=127.0.0.1:${port}`, '--collector.tcpstat', '--collector.qdisc', '--log.level=warn'],
    readyUrl: `http://127.0.0.1:${port}/`,
  });
  return { job: 'node-exporter', port, host: 9100 };
}

/** Starts ebpf_exporter with configurations that this kernel takes; gives its target. `second` is for one beside the first. */
export async function startEbpfExporter({ program, dir, names, start, second = false }) {
  const { port } = await freePorts({ port: 0 });
  await start(second ? 'ebpf_exporter-second' : 'ebpf_exporter', {
    command: program,
    args: [`--config.dir=${dir}`, `--config.names=${names.join(',')}`, `--web.listen-address=127.0.0.1:${port}`],
    env: { OTEL_TRACES_EXPORTER: 'none' },
    readyUrl: `http://127.0.0.1:${port}/`,
  });
  return { job: second ? 'ebpf-exporter-second' : 'ebpf-exporter', port, host: second ? 9436 : 9435 };
}
