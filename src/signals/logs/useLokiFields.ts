import { dateTime } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { useQuery } from '@tanstack/react-query';

import { type Signal } from '../../api/types';
import { LIMITS } from '../limits';
import { type Choice } from '../providers/choose';
import { resource } from '../providers/probe';
import { fillScope } from '../scope';
import { type DetectedField, type LokiFields, lokiFields } from './categoryQueries';

/**
 * The fields of a log in Loki to count its lines by. Undefined while it is asked, null where the log is not in Loki or
 * Loki does not say.
 */
export function useLokiFields({ providers }: Signal, choice: Choice | undefined): LokiFields | null | undefined {
  const uid = choice?.provider === 'loki' ? choice.targets[0]?.uid : undefined;
  const expr = fillScope(providers.loki?.expr ?? '', {});
  const { data, isError } = useQuery({
    queryKey: ['loki-fields', uid, expr],
    queryFn: () => ask(uid ?? '', expr),
    enabled: uid !== undefined,
    staleTime: LIMITS.probeStaleMs,
    retry: false,
  });
  return uid === undefined || isError ? null : data;
}

async function ask(uid: string, query: string): Promise<LokiFields> {
  const source = await getDataSourceSrv().get({ uid });
  const end = dateTime().valueOf();
  const params = { query, start: `${end - LIMITS.probeRangeMs}000000`, end: `${end}000000` };
  return lokiFields(detectedOf(await resource(source, 'detected_fields', params)));
}

/** `{ fields: [{ label, cardinality, parsers }] }`: Loki's HTTP API, detected fields. */
function detectedOf(answer: unknown): DetectedField[] {
  const fields: unknown = isRecord(answer) ? answer.fields : undefined;
  return Array.isArray(fields) ? fields.filter(isDetected) : [];
}

function isDetected(value: unknown): value is DetectedField {
  return isRecord(value) && typeof value.label === 'string' && typeof value.cardinality === 'number';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
