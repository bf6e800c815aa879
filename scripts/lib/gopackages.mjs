// The Go packages of the root module, and which of them the race detector can tell anything about.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { filesBelow } from './files.mjs';
import { root } from './paths.mjs';

const folders = ['api', 'bench', 'catalog', 'pkg'];

/** Starts goroutines or guards what several share. */
const sharing = /^\s*go (?:func|\w)|\.Go\(|\bsync\.(?:RW)?Mutex|\bsync\.(?:WaitGroup|Map)|\batomic\.|errgroup/m;

function goFiles(dir) {
  return readdirSync(dir).filter((name) => name.endsWith('.go'));
}

/** The folders with Go files, as `go` takes them ("./pkg/live"), each with whether it does things at once. */
export function goPackages() {
  const dirs = new Set(
    folders
      .flatMap((folder) => filesBelow(join(root, folder)))
      .filter((file) => file.endsWith('.go') && !file.includes('/testdata/'))
      .map((file) => dirname(file))
  );
  return [...dirs].sort().map((dir) => ({
    path: `./${relative(root, dir)}`,
    atOnce: goFiles(dir).some((name) => sharing.test(readFileSync(join(dir, name), 'utf8'))),
  }));
}

/**
 * Too long for the race detector as a whole: it makes their databases five to ten times slower. Their tests of several replicas, writers
 * and readers at once have one of these words in their names; `npm run test:race` runs all of them with it.
 */
export const heavy = ['./pkg/plugin', './pkg/store/dbtest'];
export const atOnceTests =
  'Replica|AtOnce|Concurrent|Instance|OneOfMany|WhileIncidents|Stopping|Stream|SurviveAKill|RingOnce|SameKey|IsAWholeStore';
