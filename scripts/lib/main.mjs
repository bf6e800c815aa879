// How every script begins and ends.
import { say } from './log.mjs';

/** Runs a script's work; an error is shown as one message and makes the exit code 1. */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    say(`\n${error.name === 'CommandError' || !process.env.STRATA_DEBUG ? error.message : error.stack}`);
    process.exitCode = 1;
  }
}
