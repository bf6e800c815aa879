// Makes the checked-in generated files again; with --check says which are stale instead and exits with 1.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { generated } from './lib/generated.mjs';
import { say } from './lib/log.mjs';
import { has, root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

const check = process.argv.includes('--check');
const scratch = await mkdtemp(join(tmpdir(), 'strata-generate-'));
let stale = 0;

async function contentOf({ file, prints, command, make }) {
  if (make) {
    return make();
  }
  const out = join(scratch, basename(file));
  const [program, ...args] = command(out);
  const { stdout } = await run(program, args, { cwd: root });
  return prints ? stdout : readFileSync(out, 'utf8');
}

try {
  for (const entry of generated) {
    const fresh = await contentOf(entry);
    const current = has(entry.file) ? readFileSync(join(root, entry.file), 'utf8') : '';
    if (fresh === current) {
      say(`  fresh: ${entry.file}`);
    } else if (check) {
      stale += 1;
      say(`  STALE: ${entry.file} is not what ${entry.from} gives; run: npm run generate`);
    } else {
      mkdirSync(dirname(join(root, entry.file)), { recursive: true });
      writeFileSync(join(root, entry.file), fresh);
      say(`  made:  ${entry.file} from ${entry.from}`);
    }
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}
if (check) {
  say(`${generated.length - stale} passed, ${stale} failed`);
}
process.exitCode = stale > 0 ? 1 : 0;
