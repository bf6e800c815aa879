// What `npm run test:full` says: which of the catalog's queries real exporters answer, and for each of the others why not.
import { say } from './log.mjs';

const reasons = [
  ['answers', undefined],
  ['quiet', 'the exporter has the metric, but no series of it yet'],
  ['nothing', 'the metrics are there, but nothing matches'],
  ['absent', 'cannot be on this machine'],
  ['unknown', 'NO SUCH METRIC in the real exporter'],
  ['error', 'THE QUERY FAILS'],
];

const groupBy = (list, key) => Object.entries(Object.groupBy ? Object.groupBy(list, key) : list.reduce((all, one) => ({ ...all, [key(one)]: [...(all[key(one)] ?? []), one] }), {}));

function sayOthers(state, title, results) {
  const found = results.filter((result) => result.state === state);
  if (title && found.length > 0) {
    say(`    ${title}:`);
    for (const { signal, source, detail, why } of found) {
      say(`      ${signal} (${source}): ${why ?? detail}`);
    }
  }
}

/**
 * Prints the results per source, and counts them: all but those that answer or whose emptiness is explained are failures.
 * @param {{signal: string, family: string, source: string, state: string, detail: string, why?: string}[]} results
 * @returns {{passed: number, failed: number}}
 */
export function report(results) {
  for (const [family, own] of groupBy(results, ({ family }) => family)) {
    const answered = own.filter(({ state }) => state === 'answers');
    const signals = (list) => new Set(list.map(({ signal }) => signal)).size;
    say(`\n  ${family}: ${answered.length} of ${own.length} queries answer, for ${signals(answered)} of ${signals(own)} signals`);
    for (const [state, title] of reasons) {
      sayOthers(state, title, own);
    }
  }
  const passed = results.filter(({ state, why }) => state === 'answers' || why).length;
  return { passed, failed: results.length - passed };
}
