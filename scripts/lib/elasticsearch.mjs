// A genuine Elasticsearch, made of the jars that Maven resolves from scripts/elasticsearch/pom.xml. It needs a JDK and,
// the first time, Maven; a machine without them does without Elasticsearch, and every run says so.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withLock } from './lock.mjs';
import { duration, step, stopwatch } from './log.mjs';
import { cacheDir, root } from './paths.mjs';
import { run } from './run.mjs';

const recipe = join(root, 'scripts', 'elasticsearch');
const pom = join(recipe, 'pom.xml');
const source = join(recipe, 'ElasticsearchNode.java');
const oldestJava = 17;
const maven = process.platform === 'win32' ? 'mvn.cmd' : 'mvn';

/** Small on purpose: a demo's documents fit, and the machine is shared with everything else of the demo. */
const javaOptions = ['-Xms256m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** The version of Elasticsearch that the pom names. */
export function elasticsearchVersion() {
  return /<elasticsearch\.version>(.+)<\//.exec(readFileSync(pom, 'utf8'))[1];
}

/** Where its jars and classes are kept: another recipe is another folder. */
function cached() {
  const hash = createHash('sha256');
  [pom, source].forEach((file) => hash.update(readFileSync(file)));
  return join(cacheDir(), `elasticsearch-${elasticsearchVersion()}-${hash.digest('hex').slice(0, 8)}`);
}

async function output(command, args) {
  try {
    return (await run(command, args, { timeoutMs: 30_000 })).output;
  } catch {
    return undefined;
  }
}

/** Why the JDK of this machine cannot be used, or undefined. */
async function javaProblem() {
  const printed = await output('java', ['-version']);
  const major = Number(/version "(\d+)/.exec(printed ?? '')?.[1]);
  if (!major) {
    return `Java was not found on PATH (a JDK ${oldestJava} or newer is needed)`;
  }
  return major < oldestJava ? `Java ${major} is too old (a JDK ${oldestJava} or newer is needed)` : undefined;
}

/** Why the jars cannot be made on this machine, or undefined. */
async function makingProblem() {
  if ((await output('javac', ['-version'])) === undefined) {
    return 'there is a Java but no compiler (javac): install a JDK, not a JRE';
  }
  return (await output(maven, ['--version'])) === undefined ? 'Maven (mvn) was not found on PATH' : undefined;
}

async function make(dir, note) {
  const scratch = await mkdtemp(join(cacheDir(), '.making-'));
  try {
    const lib = join(scratch, 'made', 'lib');
    note('Maven takes the jars from its repository');
    await run(maven, ['-q', '-B', '-f', pom, `-Dmaven.repo.local=${join(scratch, 'repository')}`, `-DoutputDirectory=${lib}`, 'dependency:copy-dependencies'], {
      nice: true,
      timeoutMs: 600_000,
    });
    note('compiling its main class');
    await mkdir(join(scratch, 'made', 'classes'));
    await run('javac', ['-cp', join(lib, '*'), '-d', join(scratch, 'made', 'classes'), source], { nice: true });
    await rename(join(scratch, 'made'), dir);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function obtain(note) {
  const dir = cached();
  if (existsSync(dir)) {
    return { dir, from: 'cache' };
  }
  const problem = await makingProblem();
  if (problem) {
    return { problem };
  }
  const wait = (pid) => note(`waiting for process ${pid}, which makes the same files`);
  return withLock(`${dir}.lock`, async () => {
    if (existsSync(dir)) {
      return { dir, from: 'cache' };
    }
    const elapsed = stopwatch();
    try {
      await make(dir, note);
    } catch (error) {
      // No network, mostly: the rest of the system does not need it.
      return { problem: `its jars could not be made: ${error.message.split('\n').slice(0, 3).join(' ')}` };
    }
    return { dir, from: `made with Maven in ${duration(elapsed())}` };
  }, wait);
}

/**
 * Makes Elasticsearch ready to be started.
 * @returns {Promise<{version: string, dir: string} | {missing: string}>} `missing` says why this machine cannot run it
 */
export async function elasticsearch() {
  let found;
  await step('elasticsearch', async (note) => {
    const problem = await javaProblem();
    const made = problem ? { problem } : await obtain(note);
    found = made.problem ? { missing: made.problem } : { version: elasticsearchVersion(), dir: made.dir };
    return made.problem ? `goes without: ${made.problem}` : `${found.version}, ${made.from}`;
  });
  return found;
}

/** How it is run: data below `home`, HTTP on 127.0.0.1:`port`; ready when the cluster can take documents. */
export function elasticsearchCommand({ dir }, { home, port }) {
  const classPath = [join(dir, 'classes'), join(dir, 'lib', '*')].join(delimiter);
  return {
    command: 'java',
    args: [...javaOptions, '-cp', classPath, 'ElasticsearchNode', home, String(port)],
    readyUrl: `http://127.0.0.1:${port}/_cluster/health?wait_for_status=yellow&timeout=1s`,
  };
}

/** Waits until the testbed at `url` has written the documents of the past; gives how many there are. */
export async function documentsLoaded(url, timeoutMs = 180_000) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const response = await fetch(`${url}/documents`, { signal: AbortSignal.timeout(5_000) });
    const { loaded, documents, error } = await response.json();
    if (loaded) {
      return documents;
    }
    if (error || Date.now() > deadline) {
      throw new Error(`the documents are not in Elasticsearch: ${error ?? `not within ${timeoutMs / 1000} s`}`);
    }
    await sleep(250);
  }
}
