// Signals of one's own that make a page with many panels for the time of the run.

const count = 45;
const group = 'requests';
const resources = '/api/plugins/strata-sre-app/resources';

/** Adds them to a group of the application layer; each takes the query of a built-in signal and is a signal of its own. */
export async function addMany(grafana, signals) {
  const builtIn = signals.filter(({ layer, providers, visualisation }) => layer === 'application' && providers.prometheus && visualisation === 'timeseries');
  for (let index = 0; index < count; index++) {
    const { title, why, unit, providers, sources } = builtIn[index % builtIn.length];
    // Each asks something of its own, so that what is asked twice can be seen.
    const prometheus = providers.prometheus.map((one) => ({ ...one, expr: `(${one.expr}) * ${index + 1}` }));
    const signal = {
      id: `bench-panel-${index}`, layer: 'application', group, title: `${index} ${title}`, why, unit, visualisation: 'timeseries',
      providers: { prometheus }, sources,
    };
    await grafana.call('PUT', `${resources}/catalog/own/${signal.id}`, { signal });
  }
  return { group, count: count + signals.filter((signal) => signal.layer === 'application' && signal.group === group).length };
}

export async function removeMany(grafana) {
  const { signals } = await grafana.call('GET', `${resources}/catalog/own`);
  for (const { signal, version } of signals.filter((one) => one.signal.id.startsWith('bench-panel-'))) {
    await grafana.call('DELETE', `${resources}/catalog/own/${signal.id}?version=${version}`);
  }
}
