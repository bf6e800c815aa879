// Runs the stages of `npm test`: each prints how it ended and how long it took; what could not run counts as failed.
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { duration, say, stopwatch } from './log.mjs';
import { workDir } from './paths.mjs';
import { CommandError, run } from './run.mjs';

const shownLines = 60;
const shownStages = 12;

export class Stages {
  #results = new Map();
  #heartbeat = new Map();

  constructor() {
    const timer = setInterval(() => {
      const running = [...this.#heartbeat].map(([name, elapsed]) => `${name} ${duration(elapsed())}`);
      if (running.length > 0) {
        say(`  … ${running.join(', ')}`);
      }
    }, 30_000);
    timer.unref();
  }

  /**
   * Runs one stage. `work` gives { passed, failed, detail?, shown? }; what it throws makes the stage failed.
   * `needs` names stages that must not have failed before it.
   */
  async stage(name, { needs = [] }, work) {
    const elapsed = stopwatch();
    const missing = needs.find((need) => !this.#results.get(need)?.ok);
    let result;
    if (missing) {
      result = { passed: 0, failed: 1, detail: `could not run: ${missing} failed` };
    } else {
      this.#heartbeat.set(name, elapsed);
      result = await work().catch((error) => ({ passed: 0, failed: 1, detail: 'could not run', shown: error.message }));
      this.#heartbeat.delete(name);
    }
    const ok = result.failed === 0 && result.passed > 0;
    if (!ok && result.failed === 0) {
      result = { ...result, failed: 1, detail: `${result.detail ?? ''} no test ran`.trim() };
    }
    this.#results.set(name, { ...result, ok, ms: elapsed() });
    const counts = `${result.passed} passed${result.failed ? `, ${result.failed} failed` : ''}`;
    say(`${ok ? '✓' : '✗'} ${name.padEnd(22)} ${counts.padEnd(24)} ${duration(elapsed()).padStart(10)}${result.detail ? `  ${result.detail}` : ''}`);
    if (!ok && result.shown) {
      say(result.shown.trimEnd().split('\n').slice(-shownLines).map((line) => `    ${line}`).join('\n'));
    }
  }

  /**
   * A stage that is one command. `count(output)` gives { passed, failed }; without it the exit code is the one test.
   * The whole output is kept in .strata/log/<stage>.log. `nice` lets others go first.
   */
  command(name, needs, [program, ...args], { count, cwd, env, nice, show = (output) => output, detail = () => undefined } = {}) {
    return this.stage(name, { needs }, async () => {
      const { code, output, stdout } = await run(program, args, { cwd, env, nice, allowFailure: true });
      writeFileSync(join(workDir('log'), `${name.replaceAll(/\W+/g, '-')}.log`), output);
      const counted = count?.(output) ?? { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
      if (code !== 0 && counted.failed === 0) {
        throw new CommandError([program, ...args].join(' '), code, output);
      }
      return { ...counted, shown: show(output), detail: detail(stdout) };
    });
  }

  /** Prints the sum, ending with the line "N passed, N failed"; gives whether all is well. */
  finish(ms) {
    const all = [...this.#results.values()];
    const total = (key) => all.reduce((sum, result) => sum + result[key], 0);
    const failed = [...this.#results].filter(([, { ok }]) => !ok).map(([name]) => name);
    say('');
    say(failed.length > 0 ? `Failed: ${failed.join(', ')}. The whole output of each stage is in .strata/log/` : 'All stages passed.');
    say('Where the time went, of stages that ran beside each other:');
    for (const [name, result] of [...this.#results].sort(([, a], [, b]) => b.ms - a.ms).slice(0, shownStages)) {
      say(`  ${name.padEnd(22)} ${duration(result.ms).padStart(10)}`);
    }
    const [, , load = 0] = loadavg();
    say(`npm test took ${duration(ms)} on ${cpus().length} processors; load of the last 15 minutes: ${load.toFixed(1)}.`);
    say(`${total('passed')} passed, ${total('failed')} failed`);
    return failed.length === 0;
  }
}
