import React from 'react';
import {
  type DataQueryResponse,
  type DataSourceApi,
  LoadingState,
  PanelPlugin,
  type PanelPluginMeta,
} from '@grafana/data';
import { setPluginImportUtils, setRunRequest } from '@grafana/runtime';
import { catchError, concat, from, map, type Observable, of } from 'rxjs';

/** What Grafana gives to scenes at its start: how a query is run, and the panels. */
export function fakeSceneHost() {
  setRunRequest((dataSource, request, query) => {
    const base = { series: [], request, timeRange: request.range };
    // Only what was answered has an end.
    const ended = () => ({ ...base, request: { ...request, endTime: Date.now() } });
    const answer = answers(query ? query(request) : dataSource.query(request)).pipe(
      map(({ data, errors }) => ({
        ...ended(),
        state: errors ? LoadingState.Error : LoadingState.Done,
        series: data,
        errors,
      })),
      catchError((error: unknown) =>
        of({
          ...ended(),
          state: LoadingState.Error,
          errors: [{ message: error instanceof Error ? error.message : String(error) }],
        })
      )
    );
    return concat(of({ ...base, state: LoadingState.Loading }), answer);
  });
  setPluginImportUtils({
    importPanelPlugin: async (id) => panelPlugin(id),
    getPanelPluginFromCache: panelPlugin,
  });
}

const answers = (answer: ReturnType<DataSourceApi['query']>): Observable<DataQueryResponse> => from(answer);

/** A panel that says what it is, and nothing of its data: jsdom draws no graphs. */
function panelPlugin(id: string): PanelPlugin {
  const plugin = new PanelPlugin(() => <div>{`panel ${id}`}</div>);
  const info = { author: { name: '' }, description: '', links: [], logos: { large: '', small: '' } };
  plugin.meta = {
    id,
    name: id,
    info: { ...info, screenshots: [], updated: '', version: '' },
    sort: 0,
  } as unknown as PanelPluginMeta;
  return plugin;
}
