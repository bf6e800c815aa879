import { type DataFrame } from '@grafana/data';
import { type DataQuery, type DataSourceRef } from '@grafana/schema';

import { type Signal } from '../../api/types';
import { ADAPTERS } from '../providers';
import { type PrometheusQuery } from '../providers/prometheus';
import { fillScope, type Scope } from '../scope';
import { ADDRESS_QUERIES, knownAddresses, readByAddress } from './addresses';
import { type MapCandidate } from './candidates';
import { type Flow, joinFlows, type ReadEnds, readByLabels, type Sample, samplesOf } from './flows';
import { flowsOfTable } from './nodesAndEdges';
import { type FlowSource, MAP_SIGNAL, mapQueries, rateProvider, type RateUnit } from './sources';

/** What a map asks, and how its answer is read. */
export interface MapPlan {
  datasource: DataSourceRef;
  queries: DataQuery[];
  unit: RateUnit;
  /** `total` is how many flows there are, where the data source counts them. */
  read(frames: DataFrame[]): { flows: Flow[]; total?: number };
}

/** Flows of a map at most; their ends are its nodes. */
export const MAP_EDGES = 200;

/** The queries of one source of flows; undefined where the catalog has none for it. */
export function mapPlan(candidate: MapCandidate, signals: Signal[], scope: Scope): MapPlan | undefined {
  const { source, probe } = candidate;
  if (!probe) {
    return undefined;
  }
  return source ? ofExporter(source, signals, scope, probe) : ofTable(candidate, signals, scope);
}

type Asked = Pick<NonNullable<MapCandidate['probe']>, 'uid' | 'type' | 'names'>;

function ofExporter(
  source: FlowSource,
  signals: Signal[],
  scope: Scope,
  { uid, type, names }: Asked
): MapPlan | undefined {
  const provider = rateProvider(source, signals);
  if (!provider) {
    return undefined;
  }
  const texts = {
    ...mapQueries(source, provider, (metric) => names.has(metric), MAP_EDGES),
    ...(source.ends === 'addresses' ? ADDRESS_QUERIES : {}),
  };
  const queries = Object.entries(texts).flatMap(([refId, expr]) =>
    expr === undefined ? [] : instant(refId, fillScope(expr, scope))
  );
  return {
    datasource: { uid, type },
    queries,
    unit: source.unit,
    read: (frames) => readExporter(source, queries, frames),
  };
}

function instant(refId: string, expr: string): PrometheusQuery {
  return { refId, expr, legendFormat: '', instant: true, range: false, format: 'table', editorMode: 'code' };
}

function readExporter(source: FlowSource, queries: DataQuery[], frames: DataFrame[]) {
  const of = (refId: string) => samplesOf(frames.filter((frame) => frame.refId === refId));
  // A query without rows is measured: nothing fails. One that was not asked is not.
  const ifAsked = (refId: string) => (queries.some((query) => query.refId === refId) ? of(refId) : undefined);
  const samples = {
    rate: of('rate'),
    failed: ifAsked('failed'),
    handled: ifAsked('handled'),
    latency: ifAsked('latency'),
  };
  return { flows: joinFlows(samples, endsOf(source, of)), total: of('total')[0]?.value };
}

function endsOf({ ends }: FlowSource, of: (refId: string) => Sample[]): ReadEnds {
  return ends === 'addresses'
    ? readByAddress(knownAddresses(of('pods'), of('services')))
    : readByLabels(ends.source, ends.target);
}

function ofTable({ provider, probe }: MapCandidate, signals: Signal[], scope: Scope): MapPlan | undefined {
  const signal = signals.find(({ id }) => id === MAP_SIGNAL);
  const asked =
    signal &&
    probe &&
    ADAPTERS[provider].queries(signal, { targets: [{ uid: probe.uid, name: probe.name, type: probe.type }], scope });
  return (
    asked && {
      datasource: asked.datasource,
      queries: asked.queries,
      unit: provider === 'pixie' ? 'reqps' : 'Bps',
      read: (frames) => ({ flows: flowsOfTable(frames) }),
    }
  );
}
