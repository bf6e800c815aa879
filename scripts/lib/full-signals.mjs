// The catalog's queries that the real parts of --full can answer, and what each of them answers.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { fullCluster } from './full-scrape.mjs';
import { root } from './paths.mjs';

/** Sources of the catalog by the part that answers them; a variant's name begins with its source's: "ebpf_exporter-custom". */
const families = ['kube-state-metrics', 'node_exporter', 'ebpf_exporter', 'apiserver', 'etcd', 'scheduler', 'controller-manager', 'prometheus'];
const familyOf = (source) => families.find((family) => source === family || source.startsWith(`${family}-`));

function signals() {
  const dir = join(root, 'catalog', 'signals');
  return readdirSync(dir).flatMap((layer) => readdirSync(join(dir, layer)).map((file) => parse(readFileSync(join(dir, layer, file), 'utf8'))));
}

/** The catalog's queries of these sources: [{ signal, family, source, expr, needs }]. */
export function realQueries() {
  return signals().flatMap(({ id, providers }) =>
    (providers.prometheus ?? [])
      .map(({ source, expr, needs }) => ({ signal: id, family: familyOf(source), source, expr, needs }))
      .filter(({ family }) => family)
  );
}

const variables = {
  $__rate_interval: '1m', $__range_s: '300', $__range: '5m', $__interval: '15s',
  $namespace: '.*', $service: '.*', $instance: '.*', $node: '.*', $pod: '.*', $cluster: fullCluster,
};

/** A query as a page asks it with the cluster of the real parts picked and all else open. */
export function filled(expr) {
  return Object.entries(variables).reduce((text, [name, value]) => text.replaceAll(name, value), expr);
}

export class Prometheus {
  /** @param {string} url */
  constructor(url) {
    this.url = url;
  }

  async #get(path, parameters) {
    const response = await fetch(`${this.url}/api/v1/${path}?${new URLSearchParams(parameters)}`, { signal: AbortSignal.timeout(20_000) });
    const { status, data, error } = await response.json();
    if (status !== 'success') {
      throw new Error(error);
    }
    return data;
  }

  /** The series that an instant query gives: [{ labels, value }]. */
  async query(query) {
    const { resultType, result } = await this.#get('query', { query });
    const series = resultType === 'scalar' ? [{ metric: {}, value: result }] : result;
    return series.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
  }

  /** Names of the metrics that match a selector. */
  names(selector) {
    return this.#get('label/__name__/values', { 'match[]': selector });
  }

  values(label) {
    return this.#get(`label/${label}/values`);
  }

  /** Names that the exporters of a cluster describe, also where they have no series of them yet. */
  async described(cluster) {
    const found = await this.#get('targets/metadata', { match_target: `{cluster="${cluster}"}` });
    return found.map(({ metric }) => metric);
  }

  /** [{ job, health, error }] of what is scraped. */
  async targets() {
    const { activeTargets } = await this.#get('targets', { state: 'active' });
    return activeTargets.map(({ labels, health, lastError }) => ({ job: labels.job, health, error: lastError }));
  }

  /** Rules with an error at their last evaluation: [{ name, error }]. */
  async brokenRules() {
    const { groups } = await this.#get('rules');
    return groups.flatMap(({ rules }) => rules).filter(({ health }) => health === 'err').map(({ name, lastError }) => ({ name, error: lastError }));
  }
}

/**
 * Asks one query. The state is "answers", "nothing" (the names are there, but no series matches), "quiet" (an exporter describes the name
 * but has no series of it), "unknown" (no exporter has the name) or "error"; `absent` are the names without series.
 * @returns {Promise<{state: string, detail: string, absent: string[]}>}
 */
export async function ask(prometheus, { expr, needs }, { present, described }) {
  const absent = needs.filter((name) => !present.has(name));
  // A histogram is described by the name that its buckets, sum and count share.
  const unknown = absent.filter((name) => !described.has(name) && !described.has(name.replace(/_(bucket|sum|count)$/, '')));
  if (unknown.length > 0) {
    return { state: 'unknown', detail: unknown.join(', '), absent };
  }
  try {
    const series = await prometheus.query(filled(expr));
    const numbers = series.filter(({ value }) => !Number.isNaN(value));
    if (numbers.length > 0) {
      return { state: 'answers', detail: `${numbers.length} series`, absent };
    }
    const nothing = { state: 'nothing', detail: series.length > 0 ? 'only NaN' : 'no series matches', absent };
    return absent.length > 0 ? { state: 'quiet', detail: absent.join(', '), absent } : nothing;
  } catch (error) {
    return { state: 'error', detail: error.message, absent };
  }
}
