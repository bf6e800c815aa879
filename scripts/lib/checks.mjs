// A list of named checks that prints each result and ends with "N passed, N failed".
import { say } from './log.mjs';

/** Throws with `message` unless `condition` holds. */
export function must(condition, message) {
  if (!condition) {
    throw new Error(message);
  }
}

export class Checks {
  #passed = 0;
  #failed = 0;

  /** Runs one check; what it throws is its failure, a string that it returns is shown beside its title. */
  async check(title, work) {
    try {
      const detail = await work();
      this.#passed += 1;
      say(`  ok    ${title}${typeof detail === 'string' ? `: ${detail}` : ''}`);
    } catch (error) {
      this.#failed += 1;
      say(`  FAIL  ${title}: ${error.message}`);
    }
  }

  /** Prints the closing line and sets the exit code. */
  finish() {
    say(`${this.#passed} passed, ${this.#failed} failed`);
    process.exitCode = this.#failed > 0 ? 1 : 0;
  }
}
