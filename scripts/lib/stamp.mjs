// Remembers from which files an output was made, so that nothing is built twice.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { filesBelow } from './files.mjs';
import { root, workDir } from './paths.mjs';

/** SHA-256 over names and contents of files and folders, given relative to the repository. */
export function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of filesBelow(join(root, path)).filter((name) => !name.includes('/dist/'))) {
      hash.update(`${relative(root, file)}\0`).update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

/**
 * Runs `work` unless `output` exists and was made from the same `inputs` before. Gives "unchanged" or what `work` gave.
 * @param {string} name of the stamp
 * @param {string[]} inputs files and folders relative to the repository
 * @param {string} output a file relative to the repository that `work` makes
 */
export async function unlessUnchanged(name, inputs, output, work) {
  const stamp = join(workDir('stamps'), name);
  const hash = hashOf(inputs);
  if (existsSync(join(root, output)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) {
    return 'unchanged';
  }
  const result = await work();
  writeFileSync(stamp, hash);
  return result;
}
