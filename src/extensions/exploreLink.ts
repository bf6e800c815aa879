import { t } from '@grafana/i18n';
import { getDataSourceSrv } from '@grafana/runtime';
import { type DataQuery } from '@grafana/schema';

import { type IncidentLink } from '../api/types';
import { type Asked } from './contexts';

/** As in the contract. */
const MAX_ADDRESS = 8_192;
const MIXED = '-- Mixed --';

interface Attached {
  links: IncidentLink[];
  /** Why the query is not attached, though there is one. */
  omitted?: string;
}

/** The queries in Explore, with the values that variables have now. Times are epoch milliseconds. */
export async function exploreLink(
  asked: Asked,
  range: { from: number; to: number } | undefined,
  title: string
): Promise<Attached> {
  if (asked.targets.length === 0) {
    return { links: [] };
  }
  try {
    const queries = await Promise.all(asked.targets.map((target) => filledIn(target, asked)));
    const url = explorePath(queries, range ? { from: String(range.from), to: String(range.to) } : undefined);
    return url.length > MAX_ADDRESS
      ? { links: [], omitted: t('ext.too-long', 'The query is too long for a link, so it is left out.') }
      : { links: [{ title, url }] };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      links: [],
      omitted: t('ext.unreadable', 'The query cannot be attached: {{why}}', {
        why,
        interpolation: { escapeValue: false },
      }),
    };
  }
}

/** A copy, since what Grafana passes may not be changed. */
async function filledIn(target: DataQuery, { scopedVars = {} }: Asked): Promise<DataQuery> {
  const source = await getDataSourceSrv().get(target.datasource, scopedVars);
  const copy: DataQuery = JSON.parse(JSON.stringify(target));
  const [filled = copy] = source.interpolateVariablesInQueries?.([copy], scopedVars) ?? [];
  return { ...filled, datasource: source.getRef() };
}

/** In the `panes` form of schema version 1. */
function explorePath(
  queries: DataQuery[],
  range: { from: string; to: string } = { from: 'now-1h', to: 'now' }
): string {
  const uids = new Set(queries.map(({ datasource }) => datasource?.uid));
  const [first] = uids;
  const pane = { datasource: uids.size === 1 ? first : MIXED, queries, range };
  const params = new URLSearchParams({ schemaVersion: '1', panes: JSON.stringify({ strata: pane }) });
  return `/explore?${params.toString()}`;
}
