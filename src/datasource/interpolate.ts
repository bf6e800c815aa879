import { type ScopedVars } from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';

import { type IncidentsQuery } from './types';

/** Parts several values of one variable; names of services never hold it. */
const SEPARATOR = '\u001f';

/** The query with its variables replaced. A variable with several values becomes several entries; empty ones are left out. */
export function interpolate(query: IncidentsQuery, scopedVars: ScopedVars): IncidentsQuery {
  const one = (text: string | undefined) => text && getTemplateSrv().replace(text, scopedVars);
  const list = (entries: string[] | undefined) => entries?.flatMap((entry) => valuesOf(entry, scopedVars));
  return {
    ...query,
    severity: list(query.severity),
    layer: list(query.layer),
    service: list(query.service),
    words: one(query.words),
    incident: one(query.incident),
  };
}

function valuesOf(entry: string, scopedVars: ScopedVars): string[] {
  const joined = getTemplateSrv().replace(entry, scopedVars, (value: unknown) => [value].flat().join(SEPARATOR));
  return joined.split(SEPARATOR).filter((value) => value !== '');
}
