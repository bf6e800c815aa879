// What `npm run test:full` says: which of the catalog's queries real exporters answer, and for each of the others why not.
import { say } from './log.mjs';

const headings = {
  explained: 'nothing here, and why',
  quiet: 'NOTHING: the exporter has the metric, but no series of it',
  nothing: 'NOTHING: the metrics are there, but no series matches',
  unknown: 'NO SUCH METRIC in the real exporter',
  error: 'THE QUERY FAILS',
};

function groups(results, key) {
  const all = new Map();
  for (const result of results) {
    all.set(key(result), [...(all.get(key(result)) ?? []), result]);
  }
  return all;
}

const stateOf = ({ state, why }) => (why ? 'explained' : state);

/**
 * Prints the results per source, and counts them: all but those that answer or whose emptiness is explained are failures.
 * @param {{signal: string, family: string, source: string, state: string, detail: string, why?: string}[]} results
 * @returns {{passed: number, failed: number}}
 */
export function report(results) {
  const signals = (list) => new Set(list.map(({ signal }) => signal)).size;
  for (const [family, own] of groups(results, ({ family }) => family)) {
    const states = groups(own, stateOf);
    const answered = states.get('answers') ?? [];
    say(`\n  ${family}: ${answered.length} of ${own.length} queries answer, for ${signals(answered)} of ${signals(own)} signals`);
    for (const [state, heading] of Object.entries(headings).filter(([state]) => states.has(state))) {
      say(`    ${heading}:`);
      states.get(state).forEach(({ signal, source, detail, why }) => say(`      ${signal} (${source}): ${why ?? detail}`));
    }
  }
  const passed = results.filter(({ state, why }) => state === 'answers' || why).length;
  return { passed, failed: results.length - passed };
}
