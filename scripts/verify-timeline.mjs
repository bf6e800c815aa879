// Verifies an exported timeline or audit record without Strata: node scripts/verify-timeline.mjs FILE (or - for standard input).
// docs/timeline.md describes the format. Exit code 0: whole; 1: broken, with the first broken line; 2: cannot be read.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const formats = { 'strata-timeline/1': 'seq', 'strata-audit/1': 'id' };

const sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('hex');

/** Why an entry cannot follow the last one; undefined when it can. */
function brokenEntry(line, entry, last, first) {
  const number = entry[formats[first.format]];
  if (sha256(line.hashed) !== line.hash) {
    return 'the hash is not that of the text: it was changed';
  }
  if (entry.prev !== last.hash) {
    return 'it does not follow the line before it: one was changed, taken out or put in';
  }
  if (first.format === 'strata-timeline/1' && (number !== last.number + 1 || entry.incident !== first.incident)) {
    return `it is entry ${number} of incident ${entry.incident}, not ${last.number + 1} of ${first.incident}`;
  }
  if (first.format === 'strata-audit/1' && (number <= last.number || entry.org !== first.org)) {
    return 'it is out of order or of another organisation';
  }
  return undefined;
}

/** Records from before there were hashes stand at the beginning and prove nothing. */
const unhashed = (line, last) => line.hash === '' && last.hash === '';

/**
 * @param {string} text of the file
 * @returns {{ok: boolean, entries: number, head: string, line?: number, reason?: string}} line counts from 1
 */
export function verify(text) {
  const lines = text.split('\n').filter((l) => l !== '');
  let last = { hash: '', number: 0 };
  let entries = 0;
  const broken = (line, reason) => ({ ok: false, entries, head: last.hash, line, reason });
  let first;
  try {
    first = JSON.parse(lines[0] ?? '');
  } catch {
    return broken(1, 'it is not JSON');
  }
  if (!(first.format in formats)) {
    return broken(1, `the format ${String(first.format)} is not known`);
  }
  for (const [i, raw] of lines.slice(1).entries()) {
    let line;
    let entry;
    try {
      line = JSON.parse(raw);
      entry = JSON.parse(line.hashed);
    } catch {
      return broken(i + 2, 'it is not a line of an export; the file may have ended early');
    }
    entries++;
    if (unhashed(line, last)) {
      last.number = entry.id;
      continue;
    }
    const reason = brokenEntry(line, entry, last, first);
    if (reason) {
      return broken(i + 2, reason);
    }
    last = { hash: line.hash, number: entry[formats[first.format]] };
  }
  // Entries that came while the file was written stand behind the head, so it is enough that the head was passed.
  if (
    first.entries !== undefined &&
    (entries < first.entries || (entries === first.entries && last.hash !== first.head))
  ) {
    return broken(lines.length, `the file should have ${first.entries} entries up to ${first.head}`);
  }
  return { ok: true, entries, head: last.hash };
}

function main(file) {
  let text;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    process.stderr.write(`${file ?? 'no file was named'}: ${error.message}\n`);
    return 2;
  }
  const found = verify(text);
  process.stdout.write(
    found.ok
      ? `whole: ${found.entries} entries, head ${found.head}\n`
      : `broken at line ${found.line}: ${found.reason}\n`
  );
  return found.ok ? 0 : 1;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = main(process.argv[2]);
}
