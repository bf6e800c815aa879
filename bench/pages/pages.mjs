// Which pages are opened: of every layer its largest tab, a page with at least 40 panels, the drill-down pages, coverage.
const app = '/a/strata-sre-app';
/** Every page looks at the same hour, and no refresh comes in between. */
const view = 'from=now-1h&to=now&refresh=5m';
const panel = '[id^="signal-"]';
/** What only a panel with data has: a graph, a table, a bar, a log line. */
const drawn = `${panel} :is(.uplot, table, [role="table"], [role="grid"], [data-testid*="Bar gauge"], [data-testid*="log"])`;

/** The group of a layer with the most signals that are switched on. */
function largestTab(layer, signals) {
  const counts = new Map();
  for (const { group } of signals.filter((signal) => signal.layer === layer && signal.enabled)) {
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  const [group, count] = [...counts].sort(([, a], [, b]) => b - a)[0];
  return { name: `${layer}, ${group} (${count} panels)`, path: `${app}/${layer}?tab=${group}&${view}`, drawn };
}

/**
 * @param {object[]} signals of the catalog
 * @param {{service: string, namespace: string, pod: string, podNamespace: string, node: string}} things that exist
 * @param {{group: string, count: number}} many the group with the bench's own panels
 * @returns {{name: string, path: string, drawn: string}[]} `drawn` is what is there when the first panel has data
 */
export function pagesOf(signals, things, many) {
  const thing = (kind, ...segments) => ({
    name: `${kind} page`,
    path: `${app}/${kind}/${segments.map(encodeURIComponent).join('/')}?${view}`,
    drawn,
  });
  return [
    ...['application', 'network', 'cluster', 'ebpf'].map((layer) => largestTab(layer, signals)),
    { name: `application, ${many.group} with ${many.count} panels`, path: `${app}/application?tab=${many.group}&${view}`, drawn, many: true },
    thing('service', things.namespace, things.service),
    thing('node', things.node),
    thing('pod', things.podNamespace, things.pod),
    { name: 'coverage', path: `${app}/coverage`, drawn: 'li[data-signal]' },
  ];
}
