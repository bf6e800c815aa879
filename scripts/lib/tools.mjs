// Checks that the machine has what everything else is made with.
import { run } from './run.mjs';

const oldestNode = 20;
const oldestGo = [1, 26];

async function goVersion() {
  try {
    const { stdout } = await run('go', ['version'], { timeoutMs: 20_000 });
    return /go(\d+)\.(\d+)/.exec(stdout)?.slice(1).map(Number);
  } catch {
    return undefined;
  }
}

/** Gives "Node 20.20.2, Go 1.26", or throws with what is missing and how to get it. */
export async function checkTools() {
  const node = process.versions.node;
  if (Number(node.split('.')[0]) < oldestNode) {
    throw new Error(`Node ${node} is too old: Strata needs Node ${oldestNode} or newer. Install it from your system's packages or with nvm (nvm install ${oldestNode}).`);
  }
  const go = await goVersion();
  if (!go) {
    throw new Error(`Go was not found: Strata needs Go ${oldestGo.join('.')} or newer on PATH (see https://go.dev/doc/install).`);
  }
  if (go[0] < oldestGo[0] || (go[0] === oldestGo[0] && go[1] < oldestGo[1])) {
    throw new Error(`Go ${go.join('.')} is too old: Strata needs Go ${oldestGo.join('.')} or newer (see https://go.dev/doc/install).`);
  }
  return `Node ${node}, Go ${go.join('.')}`;
}
