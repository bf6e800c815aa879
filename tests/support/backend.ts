// Ends the plugin's backend the hard way, as a crash would.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Pairs of process and parent, from /proc where there is one, else from ps. */
function parents(): Array<[pid: number, parent: number]> {
  if (!existsSync('/proc/self/stat')) {
    const lines = execFileSync('ps', ['-axo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
    return lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // The name in brackets may hold spaces, so the fields are counted from behind it: state, parent, …
        const [, parent = '0'] = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
        return [[Number(name), Number(parent)] satisfies [number, number]];
      } catch {
        return []; // it ended while we looked
      }
    });
}

/** Kills what a devhost started: the plugin's backend. */
export function killBackend(devhost: number | undefined): void {
  const children = parents().filter(([, parent]) => parent === devhost);
  if (children.length === 0) {
    throw new Error('devhost has no child process: the backend is not running');
  }
  children.forEach(([pid]) => process.kill(pid, 'SIGKILL'));
}
