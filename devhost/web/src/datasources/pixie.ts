import {
  type DataFrame,
  type DataQuery,
  type DataSourceJsonData,
  type LegacyMetricFindQueryOptions,
  type MetricFindValue,
  type ScopedVars,
  getDefaultTimeRange,
  toDataFrame,
} from '@grafana/data';
import { DataSourceWithBackend, getBackendSrv, getTemplateSrv, toDataQueryResponse } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';

interface Choice {
  label?: string;
}

interface PixieQuery extends DataQuery {
  queryBody?: { pxlScript?: string; clusterID?: string };
  queryMeta?: { isColDisplay?: boolean; columnOptions?: Choice[]; selectedColDisplay?: Choice[] };
}

interface PixieSettings extends DataSourceJsonData {
  cloudAddr?: string;
}

interface VariableQuery {
  queryType?: string;
  queryBody?: { clusterID?: string };
}

/** The dashboard variable that chooses the cluster of all queries. */
const clusterVariable = 'pixieCluster';

/** What people write for the macros that the plugin's backend replaces. */
const macros = [
  ['$__from', '__time_from'],
  ['$__to', '__time_to'],
  ['$__interval', '__interval'],
];

/** Which column of a list has the values of a variable, and which their texts. */
const listColumns: Record<string, { value: string; text: string }> = {
  'get-clusters': { value: 'id', text: 'name' },
  'get-pods': { value: 'pod', text: 'pod' },
  'get-services': { value: 'service', text: 'service' },
  'get-namespaces': { value: 'namespace', text: 'namespace' },
  'get-nodes': { value: 'node', text: 'node' },
};

/** The Pixie data source so far as scenes use it: scripts with variables and macros, lists for variables. No editors. */
export class PixieSource extends DataSourceWithBackend<PixieQuery, PixieSettings> {
  override applyTemplateVariables(query: PixieQuery, scopedVars: ScopedVars): PixieQuery {
    let script = query.queryBody?.pxlScript ?? '';
    for (const [written, macro] of macros) {
      script = script.replaceAll(written, macro);
    }
    const { isColDisplay, columnOptions = [], selectedColDisplay = [] } = query.queryMeta ?? {};
    if (isColDisplay) {
      const shown = selectedColDisplay.length ? selectedColDisplay : columnOptions;
      script = script.replace('$__columns', shown.map(({ label }) => `'${label}'`).join(','));
    }
    // A cluster in the query is overwritten, as in the plugin: without the variable the configured one is asked.
    const body = {
      ...query.queryBody,
      clusterID: clusterId(),
      pxlScript: getTemplateSrv().replace(script, scopedVars),
    };
    return { ...query, queryBody: body };
  }

  override interpolateVariablesInQueries(queries: PixieQuery[], scopedVars: ScopedVars) {
    return queries.map((q) => ({ ...this.applyTemplateVariables(q, scopedVars), datasource: this.getRef() }));
  }

  override async metricFindQuery(
    query: VariableQuery | undefined,
    options?: LegacyMetricFindQueryOptions
  ): Promise<MetricFindValue[]> {
    const queryType = query?.queryType ?? 'get-clusters';
    const columns = listColumns[queryType];
    if (!columns) {
      return [];
    }
    const clusterID = getTemplateSrv().replace(query?.queryBody?.clusterID ?? '', options?.scopedVars);
    const { from, to } = options?.range ?? getDefaultTimeRange();
    const answer = await lastValueFrom(
      getBackendSrv().fetch<never>({
        url: '/api/ds/query',
        method: 'POST',
        data: {
          from: String(from.valueOf()),
          to: String(to.valueOf()),
          queries: [{ refId: 'variable', datasource: this.getRef(), queryType, queryBody: { clusterID } }],
        },
      })
    );
    const [frame] = toDataQueryResponse(answer).data;
    return frame ? optionsOf(toDataFrame(frame), columns) : [];
  }
}

function optionsOf(frame: DataFrame, { value, text }: { value: string; text: string }): MetricFindValue[] {
  const column = (name: string): string[] => frame.fields.find((f) => f.name === name)?.values ?? [];
  return column(value).flatMap((cell, row) =>
    namesIn(cell).map((name) => ({ value: name, text: text === value ? name : String(column(text)[row]) }))
  );
}

/** A pod behind several services has all their names in one cell, as JSON. */
const namesIn = (cell: string): string[] => (cell.startsWith('[') ? JSON.parse(cell) : [cell]);

function clusterId(): string {
  const variable = getTemplateSrv()
    .getVariables()
    .find(({ name }) => name === clusterVariable);
  const value: unknown = variable && 'current' in variable ? Reflect.get(variable.current ?? {}, 'value') : undefined;
  return typeof value === 'string' ? value : '';
}
