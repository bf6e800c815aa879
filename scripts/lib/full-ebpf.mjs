// ebpf_exporter with Strata's own programs (provisioning/ebpf_exporter) and the exporter's own examples, compiled on this machine.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { copyFile, cp, mkdir, rename, writeFile } from 'node:fs/promises';
import { arch } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { once } from './full-cache.mjs';
import { platform, root } from './paths.mjs';
import { goEnv, moduleDir } from './realparts.mjs';
import { run, succeeds } from './run.mjs';

const exporter = { module: 'github.com/cloudflare/ebpf_exporter/v2', tag: 'v2.5.1', version: '2.5.1' };
const libbpf = '1.5.1'; // of the crate libbpf-sys, which carries libbpf's source; Linux distributions have older ones
const btf = '/sys/kernel/btf/vmlinux';
const bpfArch = { x64: 'x86', arm64: 'arm64' }[arch()];
const ownDir = join(root, 'provisioning', 'ebpf_exporter');

/** Configurations of the exporter's examples that the catalog asks for. Which of them attach is up to the kernel. */
const examples = [
  'syscalls', 'kfree_skb', 'softirq-latency', 'softirq-latency-net-rx', 'timers', 'udp-drops',
  'accept-latency', 'tcp-retransmit', 'tcp-syn-backlog', 'tcp-window-clamps', 'icmp-ip', 'bpf-jit',
];

/** Has metrics of the same name as softirq-latency, with other labels: one exporter cannot have both. */
const apart = new Set(['softirq-latency-net-rx']);

const ownNames = () => readdirSync(ownDir).filter((name) => name.endsWith('.bpf.c')).map((name) => name.replace('.bpf.c', ''));

/** Why eBPF programs cannot be compiled and loaded here, each with what helps; empty when they can. */
async function obstacles() {
  if (platform.os !== 'linux') {
    return ['eBPF is a part of Linux'];
  }
  const compiles = (header) => succeeds('cc', ['-E', '-x', 'c', '-'], { input: `#include <${header}>\n` });
  const found = await Promise.all([
    [process.getuid() === 0, 'only root may load eBPF programs: run this as root'],
    [bpfArch !== undefined, `there is no vmlinux.h for ${arch()}`],
    [existsSync(btf), `the kernel has no BTF (${btf}; CONFIG_DEBUG_INFO_BTF)`],
    [succeeds('clang', ['--version']), 'clang was not found (Debian: apt install clang)'],
    [succeeds('make', ['--version']), 'make was not found (Debian: apt install make)'],
    [succeeds('cargo', ['--version']), 'cargo was not found; it downloads the source of libbpf'],
    [compiles('libelf.h'), 'libelf.h was not found (Debian: apt install gcc libelf-dev)'],
    [compiles('zlib.h'), 'zlib.h was not found (Debian: apt install gcc zlib1g-dev)'],
  ].map(async ([ok, reason]) => ((await ok) ? undefined : reason)));
  return found.filter(Boolean);
}

/** The folder of libbpf's source inside the crate that carries it. */
async function libbpfSource(scratch) {
  const dir = join(scratch, 'crate');
  await mkdir(join(dir, 'src'), { recursive: true });
  await writeFile(join(dir, 'src', 'lib.rs'), '');
  await writeFile(join(dir, 'Cargo.toml'), `[package]\nname = "source"\nversion = "0.0.0"\nedition = "2021"\n\n[dependencies]\nlibbpf-sys = "=${libbpf}"\n`);
  const { stdout } = await run('cargo', ['metadata', '--format-version', '1', '--quiet'], { cwd: dir });
  const crate = JSON.parse(stdout).packages.find(({ name }) => name === 'libbpf-sys');
  return join(crate.manifest_path, '..', 'libbpf');
}

function madeLibbpf(note) {
  return once(`libbpf-${libbpf}-${platform.os}-${platform.arch}`, note, async (scratch, out) => {
    note('downloading libbpf');
    const source = join(scratch, 'source');
    await cp(await libbpfSource(scratch), source, { recursive: true });
    await run('chmod', ['-R', 'u+w', source]);
    note('compiling libbpf');
    const made = join(scratch, 'root');
    const args = ['-C', join(source, 'src'), 'LIBSUBDIR=lib', `DESTDIR=${made}`, `OBJDIR=${join(scratch, 'objects')}`, 'BUILD_STATIC_ONLY=y', 'install', 'install_uapi_headers'];
    await run('make', args, { nice: true });
    await rename(join(made, 'usr'), out);
  });
}

function madeExporter(lib, note) {
  return once(`ebpf_exporter-${exporter.version}-${platform.os}-${platform.arch}`, note, async (scratch, out) => {
    note('downloading its modules');
    const dir = await moduleDir(exporter, scratch);
    note('compiling ebpf_exporter');
    const flags = `-s -w -X github.com/prometheus/common/version.Version=${exporter.version}`;
    await run('go', ['build', '-C', dir, '-buildvcs=false', '-ldflags', flags, '-o', out, './cmd/ebpf_exporter'], {
      env: { ...goEnv, CGO_ENABLED: '1', CGO_CFLAGS: `-I${join(lib, 'include')}`, CGO_LDFLAGS: `-L${join(lib, 'lib')} -l:libbpf.a -lelf -lz` },
      nice: true,
    });
  });
}

/** clang's own system folders as options: for the target bpf it does not look into those of the machine. */
async function systemIncludes() {
  const { output } = await run('clang', ['-v', '-E', '-x', 'c', '-']);
  const listed = /search starts here:\n([\s\S]*?)End of search list/.exec(output.slice(output.indexOf('#include <...>')))?.[1] ?? '';
  return listed.split('\n').map((line) => line.trim()).filter(Boolean).flatMap((dir) => ['-idirafter', dir]);
}

async function compile({ source, out, includes }) {
  const headers = [...includes.flatMap((dir) => ['-I', dir]), ...(await systemIncludes())];
  await run('clang', ['-mcpu=v3', '-g', '-O2', '-Wall', `-D__TARGET_ARCH_${bpfArch}`, ...headers, '-target', 'bpf', '-c', source, '-o', out]);
}

/** The file with all metrics that Strata's and the exporter's own configurations have, also those that are not compiled. */
const index = 'metrics.json';

function fingerprint() {
  const hash = createHash('sha256');
  for (const name of readdirSync(ownDir).sort()) {
    hash.update(name).update(readFileSync(join(ownDir, name)));
  }
  return hash.update(`${index} ${examples}`).digest('hex').slice(0, 12);
}

/** kfree_skb's table of drop reasons for this kernel; without bpftool the example's own table stays, which may name them wrongly. */
async function nameDropReasons(file) {
  if (await succeeds('bpftool', ['version'])) {
    const { stdout } = await run('sh', [join(ownDir, 'skb-drop-reasons.sh'), file]);
    await writeFile(file, stdout);
  }
}

/** Names of metrics without prefix → configuration, of the configurations in a folder. */
function metricsIn(dir) {
  const entries = readdirSync(dir).filter((name) => name.endsWith('.yaml')).flatMap((file) => {
    const { metrics = {} } = parse(readFileSync(join(dir, file), 'utf8'));
    return [...(metrics.counters ?? []), ...(metrics.histograms ?? [])].map(({ name }) => [name, file.replace('.yaml', '')]);
  });
  return Object.fromEntries(entries);
}

function madeConfigs(lib, note) {
  return once(`ebpf-configs-${exporter.version}-${fingerprint()}-${platform.arch}`, note, async (scratch, out) => {
    const dir = await moduleDir(exporter, scratch);
    await mkdir(out);
    const exampleDir = join(dir, 'examples');
    const includes = [join(lib, 'include'), join(dir, 'include', bpfArch)];
    for (const [from, names] of [[ownDir, ownNames()], [exampleDir, examples]]) {
      for (const name of names) {
        note(`compiling ${name}.bpf.c`);
        await compile({ source: join(from, `${name}.bpf.c`), out: join(out, `${name}.bpf.o`), includes: [from, ...includes] });
        await copyFile(join(from, `${name}.yaml`), join(out, `${name}.yaml`));
      }
    }
    await run('chmod', ['-R', 'u+w', out]);
    await writeFile(join(out, index), JSON.stringify({ ...metricsIn(exampleDir), ...metricsIn(ownDir) }));
    await nameDropReasons(join(out, 'kfree_skb.yaml'));
  });
}

/** The exporter's message about a configuration that it could not load or attach, in one line. */
function whyNot(output) {
  const line = output.split('\n').reverse().find((text) => /error|fail|unable/i.test(text)) ?? output.trim().split('\n').at(-1) ?? '';
  return line.replace(/^.*?(msg=|level=\w+ |\d\d:\d\d:\d\d )/, '').slice(0, 160);
}

/** Loads each configuration once by itself, and sorts them into those that this kernel takes and those that it does not. */
async function tried(program, dir, note) {
  const names = [];
  const others = [];
  const refused = [];
  for (const name of [...ownNames(), ...examples]) {
    note(`loading ${name}`);
    const args = ['--config.check', '--config.strict', `--config.dir=${dir}`, `--config.names=${name}`];
    const { code, output } = await run(program, args, { allowFailure: true, timeoutMs: 30_000 });
    if (code === 0) {
      (apart.has(name) ? others : names).push(name);
    } else {
      refused.push({ name, reason: whyNot(output) });
    }
  }
  return { names, others, refused };
}

/**
 * Makes ebpf_exporter and the programs for it.
 * @returns {Promise<{program: string, dir: string, names: string[], others: string[],
 *   refused: {name: string, reason: string}[], metrics: Record<string, string>, from: string}>} `names` are the configurations that
 *   this kernel takes, `others` those of them that need an exporter by themselves, `metrics` says which configuration has a metric. Throws with every reason where none can be made or loaded here.
 */
export async function ebpfExporter(note) {
  const reasons = await obstacles();
  if (reasons.length > 0) {
    throw new Error(reasons.join('; '));
  }
  const { file: lib } = await madeLibbpf(note);
  const { file: program, from } = await madeExporter(lib, note);
  const { file: dir } = await madeConfigs(lib, note);
  const metrics = JSON.parse(readFileSync(join(dir, index), 'utf8'));
  const { names, others, refused } = await tried(program, dir, note);
  if (names.length === 0) {
    throw new Error(`this kernel takes none of the programs: ${refused[0]?.reason}`);
  }
  return { program, dir, names, others, refused, metrics, from: `${exporter.version}, ${from}` };
}
