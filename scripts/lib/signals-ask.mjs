// Asks signals of the catalog through Grafana's query API, as the pages do, and judges the answers.

const spanMs = 3_600_000;

/** Runs `work` on every item, at most `limit` at a time; gives the results in order. */
export async function inParallel(items, limit, work) {
  const results = [];
  const left = items.entries();
  const worker = async () => {
    for (const [index, item] of left) {
      results[index] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return results;
}

/** The exporters of a signal in order of preference: [{ source, needs }]. */
function exporters({ providers: { prometheus = [] } }) {
  const names = [...new Set(prometheus.map(({ source }) => source))];
  return names.map((source) => ({ source, needs: prometheus.filter((entry) => entry.source === source).flatMap(({ needs }) => needs) }));
}

/**
 * What there is to ask of a signal with Prometheus: the first exporter whose metrics all exist, and the others.
 * @returns {{source: string, role: 'first' | 'further' | 'absent', missing: string[]}[]}
 */
export function rolesOf(signal, names) {
  const judged = exporters(signal).map(({ source, needs }) => ({ source, missing: needs.filter((name) => !names.has(name)) }));
  const first = judged.find(({ missing }) => missing.length === 0);
  return judged.map((one) => ({ ...one, role: one === first ? 'first' : one.missing.length > 0 ? 'absent' : 'further' }));
}

/** Whether a query of Elasticsearch gives a number for documents that are not there: 0. Averages and the like give none. */
function countsDocuments({ metrics }) {
  return ['count', 'sum', 'cardinality'].includes(metrics?.[0]?.type);
}

const textOf = ({ expr, query }) => expr ?? query ?? 'its script';

/**
 * How many values of an answer say something: numbers that are there, or rows where there are no numbers. A zero says something
 * too, unless it only says that nothing was found (`zeros` false).
 */
export function valuesOf({ frames = [] }, { zeros }) {
  return frames.reduce((sum, { schema, data }) => {
    const numbers = schema.fields.flatMap(({ type }, i) => (type === 'number' ? (data.values[i] ?? []) : []));
    const rows = schema.fields.some(({ type }) => type === 'number') ? numbers : (data.values[0] ?? []);
    return sum + rows.filter((value) => value !== null && (zeros || value !== 0)).length;
  }, 0);
}

export class Asker {
  #grafana;
  #adapters;
  #moments;

  /** `moments` are [{ name, at }]: when to ask, in ms since 1970, until there is an answer. */
  constructor({ grafana, adapters, moments }) {
    this.#grafana = grafana;
    this.#adapters = adapters;
    this.#moments = moments;
  }

  /** Names of metrics that the data source `uid` has had in the time asked about. */
  async metricNames(uid) {
    const times = this.#moments.map(({ at }) => at);
    const range = new URLSearchParams({ start: String((Math.min(...times) - spanMs) / 1000), end: String(Math.max(...times) / 1000) });
    const { data } = await this.#grafana.call('GET', `/api/datasources/uid/${uid}/resources/api/v1/label/__name__/values?${range}`);
    return new Set(data);
  }

  /**
   * Asks one provider of one signal, with every variable open: each of its queries until it answers.
   * @param {{uid: string, name: string, type: string, source?: string}} target
   * @returns {Promise<{answered: number, moment?: string, problem?: string}>} how many queries answered, when the last of them did, and
   *   what is wrong with the others
   */
  async ask(signal, provider, target) {
    const { queries } = this.#adapters[provider].queries(signal, { targets: [target], scope: {} });
    const done = { answered: 0 };
    let left = queries;
    for (const { name, at } of this.#momentsFor(provider)) {
      const { problem, silent } = await this.#askAt(left, { at });
      if (problem) {
        return { ...done, problem };
      }
      if (silent.length < left.length) {
        Object.assign(done, { answered: queries.length - silent.length, moment: name });
      }
      left = silent;
      if (left.length === 0) {
        return done;
      }
    }
    return { ...done, problem: `no data at any of the times asked: ${left.map(textOf).join('; ')}` };
  }

  /** Documents and tables of Pixie are there for the present only. */
  #momentsFor(provider) {
    return provider === 'prometheus' ? this.#moments : this.#moments.slice(0, 1);
  }

  /** Gives the queries without an answer, or what went wrong. */
  async #askAt(queries, { at }) {
    const asked = queries.map((query) => ({ intervalMs: 60_000, maxDataPoints: 120, ...query }));
    try {
      const { results } = await this.#grafana.call('POST', '/api/ds/query', { from: String(at - spanMs), to: String(at), queries: asked });
      const problem = Object.values(results).find(({ error }) => error)?.error;
      return { problem, silent: queries.filter((query) => valuesOf(results[query.refId] ?? {}, { zeros: !countsDocuments(query) }) === 0) };
    } catch (error) {
      return { problem: error.message };
    }
  }
}
