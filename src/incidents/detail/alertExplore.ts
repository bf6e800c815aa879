import { type AlertOccurrence, type Signal } from '../../api/types';
import { type ExploreQuery } from '../../signals/explore';
import { fillScope, type Scope } from '../../signals/scope';

const BEFORE_MS = 30 * 60_000;
const AFTER_MS = 15 * 60_000;

export interface TimeSpan {
  fromMs: number;
  /** Absent: the alert still fires, so until now. */
  toMs?: number;
}

/** The occurrence with what led to it and what came after: from 30 min before the start to 15 min after the end. */
export function alertSpan({ startsAt, endsAt }: AlertOccurrence): TimeSpan {
  return {
    fromMs: Date.parse(startsAt) - BEFORE_MS,
    toMs: endsAt ? Date.parse(endsAt) + AFTER_MS : undefined,
  };
}

export function alertScope({ service, labels }: AlertOccurrence): Scope {
  return { service: known(service), namespace: known(labels.namespace), cluster: known(labels.cluster) };
}

function known(value: string | undefined): string[] {
  return value ? [value] : [];
}

/** What to look at: the signal's graph for the alert's service if the catalog knows it, else the rule's own expression. */
export function alertQueries(alert: AlertOccurrence, signal: Signal | undefined): ExploreQuery[] {
  const providers = signal?.providers.prometheus ?? [];
  const scope = alertScope(alert);
  const queries = providers
    .filter((provider) => provider.source === providers[0]?.source)
    .map(({ expr, legend }) => ({ expr: fillScope(expr, scope), legend }));
  const expr = ruleExpression(alert.links.rule);
  return queries.length > 0 || !expr ? queries : [{ expr }];
}

/** Prometheus puts the rule's expression into the generator URL of the alert. */
export function ruleExpression(generatorUrl: string | undefined): string | undefined {
  const query = generatorUrl?.split('?')[1]?.split('#')[0];
  return new URLSearchParams(query).get('g0.expr') ?? undefined;
}
