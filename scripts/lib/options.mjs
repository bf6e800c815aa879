// Options of a script: --help prints them, one that is not known says so; neither is an error with a stack.
import { parseArgs } from 'node:util';
import { say } from './log.mjs';

/**
 * As readOptions, for a script that has nothing else to do: --help or a mistake ends it.
 * @param {Parameters<typeof readOptions>} question
 */
export function optionsOrEnd(...question) {
  return readOptions(...question) ?? process.exit();
}

/**
 * Gives the values of the options, or undefined after --help or a mistake was answered, which also sets the exit code.
 * @param {string} usage how the script is called, and what it does
 * @param {Record<string, {type: 'boolean' | 'string', help: string, default?: string}>} options
 * @param {string[]} [args] what follows the script's name
 */
export function readOptions(usage, options, args = process.argv.slice(2)) {
  const lines = [...Object.entries(options), ['help', { help: 'prints this' }]].map(([name, { help }]) => `  --${name.padEnd(10)} ${help}`);
  const text = [usage, '', ...lines].join('\n');
  const known = Object.fromEntries(Object.entries(options).map(([name, { type, default: value }]) => [name, { type, default: value }]));
  try {
    const { values } = parseArgs({ args, options: { ...known, help: { type: 'boolean', short: 'h' } } });
    if (!values.help) {
      return values;
    }
    say(text);
  } catch (error) {
    say(`${error.message}\n\n${text}`);
    process.exitCode = 2;
  }
  return undefined;
}
