import { useQuery } from '@tanstack/react-query';

import { type Signal } from '../api/types';
import { entityName } from '../signals/entity';
import { conditionOf, crosses } from '../signals/health/conditions';
import { type InstantQuery, instantVectors } from '../signals/instant';
import { worstSeries } from '../signals/providers/bounds';
import { summarise } from '../signals/providers/choose';
import { type Probe } from '../signals/providers/probe';
import { useProbes } from '../signals/providers/useProbes';
import { namesOfNode, type Thing } from '../signals/things';
import { withoutPort } from './alertsAbout';
import { type Topology } from './topology';
import { type View } from './view';

const STALE_MS = 30_000;

export interface Abnormal {
  /** Ids of signals whose alert condition holds now for the thing. */
  ids: ReadonlySet<string>;
  /** Ids of signals whose alert query answers something about the thing, whether it holds or not. */
  seen?: ReadonlySet<string>;
  pending: boolean;
}

/** Evaluates the alert conditions of signals once, now, for this thing. */
export function useAbnormal(thing: Thing, signals: Signal[], topology: Topology | undefined, view: View): Abnormal {
  const { probes, pending } = useProbes();
  const sources = probes.filter(
    ({ provider, state, uid }) =>
      provider === 'prometheus' &&
      state === 'ready' &&
      (view.dataSources.length === 0 || view.dataSources.includes(uid))
  );
  const query = useQuery<Found[]>({
    queryKey: ['abnormal', thing, sources.map(({ uid, at }) => [uid, at]), namesOf(thing, topology)],
    queryFn: async () => (await Promise.all(sources.map((source) => ask(thing, signals, topology, source)))).flat(),
    enabled: !pending && signals.length > 0 && sources.length > 0,
    staleTime: STALE_MS,
  });
  const found = query.data ?? [];
  return {
    ids: new Set(found.flatMap(({ id, holds }) => (holds ? id : []))),
    seen: query.data && new Set(found.map(({ id }) => id)),
    pending: query.isPending && (pending || sources.length > 0),
  };
}

/** A signal whose alert query knows the thing, and whether its condition holds. */
interface Found {
  id: string;
  holds: boolean;
}

async function ask(
  thing: Thing,
  signals: Signal[],
  topology: Topology | undefined,
  { uid, names }: Probe
): Promise<Found[]> {
  const conditions = conditionsOf(signals, names);
  const queries: InstantQuery[] = conditions.map(({ id, condition }) => ({
    key: id,
    expr: worstSeries(condition.expr, condition.op),
  }));
  const { found } = await instantVectors(uid, queries);
  return conditions.flatMap(({ id, condition }) => {
    const own = (found.get(id) ?? []).filter(({ labels }) => concerns(labels, condition.entity, thing, topology));
    return own.length > 0 ? [{ id, holds: own.some(({ value }) => crosses(value, condition)) }] : [];
  });
}

function conditionsOf(signals: Signal[], names: ReadonlySet<string>) {
  return signals.flatMap((signal) => {
    const condition = conditionOf({ alert: signal.alert, providers: summarise(signal).providers }, names);
    return condition ? [{ id: signal.id, condition }] : [];
  });
}

type Entity = NonNullable<ReturnType<typeof conditionOf>>['entity'];

/** Whether a sample of an alert query is about the thing, by the labels that the catalog points at. */
export function concerns(
  labels: Record<string, string>,
  entity: Entity,
  thing: Thing,
  topology: Topology | undefined
): boolean {
  const name = entityName(labels, entity?.[thing.kind]);
  const namespace = entityName(labels, entity?.namespace);
  const own = thing.kind !== 'node' ? thing.namespace : undefined;
  const sameNamespace = own === undefined || namespace === undefined || namespace === own;
  return name !== undefined && sameNamespace && isNamed(thing, name, topology);
}

/** Only a node's agents are named by address and port. */
function isNamed(thing: Thing, name: string, topology: Topology | undefined): boolean {
  return namesOf(thing, topology).includes(thing.kind === 'node' ? withoutPort(name) : name);
}

function namesOf(thing: Thing, topology: Topology | undefined): string[] {
  return thing.kind === 'node' ? namesOfNode(thing.name, topology) : [thing.name];
}
