// Runs a command to its end and gives what it printed.
import { spawn } from 'node:child_process';

/** Thrown when a command ends with a code other than 0; `output` is all that it printed. */
export class CommandError extends Error {
  constructor(command, code, output, detail = '') {
    const tail = output.trimEnd().split('\n').slice(-25).join('\n');
    super(`${command} ${detail || `ended with code ${code}`}${tail ? `:\n${tail}` : ''}`);
    this.name = 'CommandError';
    this.code = code;
    this.output = output;
  }
}

function lineSplitter(onLine) {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach((line) => onLine(line));
  };
}

/**
 * Runs a command without a shell.
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: Record<string, string | undefined>, input?: string, timeoutMs?: number,
 *   signal?: AbortSignal, onLine?: (line: string) => void, allowFailure?: boolean, nice?: boolean}} options
 *   `env` is added to this process's; `allowFailure` gives the result instead of throwing; `nice` lowers its priority.
 * @returns {Promise<{code: number, stdout: string, stderr: string, output: string}>} `output` has both streams in order.
 */
export function run(command, args = [], options = {}) {
  const { cwd, env, input, timeoutMs, signal, onLine = () => {}, allowFailure = false, nice = false } = options;
  const polite = nice && process.platform !== 'win32';
  const [program, programArgs] = polite ? ['nice', ['-n', '10', command, ...args]] : [command, args];
  return new Promise((resolve, reject) => {
    const child = spawn(program, programArgs, { cwd, env: { ...process.env, ...env }, signal });
    // Not spawn's own limit, which keeps this process alive when the command could not be started.
    const limit = timeoutMs ? setTimeout(() => child.kill(), timeoutMs) : undefined;
    const result = { code: -1, stdout: '', stderr: '', output: '' };
    for (const stream of ['stdout', 'stderr']) {
      const lines = lineSplitter(onLine);
      child[stream].setEncoding('utf8').on('data', (text) => {
        result[stream] += text;
        result.output += text;
        lines(text);
      });
    }
    child.on('error', (error) => {
      clearTimeout(limit);
      reject(new CommandError(command, -1, '', `could not be started: ${error.message}`));
    });
    child.on('close', (code, endedBy) => {
      clearTimeout(limit);
      result.code = code ?? -1;
      if (result.code === 0 || allowFailure) {
        resolve(result);
        return;
      }
      const detail = endedBy ? `was ended by ${endedBy}${timeoutMs ? ` (limit ${timeoutMs / 1000} s)` : ''}` : '';
      reject(new CommandError([command, ...args].join(' ').slice(0, 200), result.code, result.output, detail));
    });
    child.stdin.on('error', () => {}); // a program that ends without reading its input is no failure of ours
    child.stdin.end(input ?? '');
  });
}

/** Runs a command and says whether it ended with 0; a command that is not there gives false. */
export async function succeeds(command, args = [], options = {}) {
  try {
    await run(command, args, { timeoutMs: 20_000, ...options });
    return true;
  } catch {
    return false;
  }
}
