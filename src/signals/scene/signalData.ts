import { type DataFrame } from '@grafana/data';
import { type CustomTransformerDefinition, SceneDataTransformer, SceneQueryRunner } from '@grafana/scenes';
import { type DataSourceRef } from '@grafana/schema';
import { map } from 'rxjs';

import { type Signal } from '../../api/types';
import { type PanelQueries, panelQueries, preferFirstSource } from '../queries';
import { fillScope, type Scope } from '../variables';

/** The data of one panel: one request for all its queries, reduced to the exporter that answered. */
export function signalData(signal: Signal, datasource: DataSourceRef, scope?: Scope): SceneDataTransformer {
  const { queries, ...choice } = panelQueries(signal);
  return new SceneDataTransformer({
    $data: new SceneQueryRunner({
      datasource,
      queries: scope ? queries.map((query) => ({ ...query, expr: fillScope(query.expr, scope) })) : queries,
    }),
    transformations: [keepFirstSource(choice)],
  });
}

function keepFirstSource(choice: Omit<PanelQueries, 'queries'>): CustomTransformerDefinition {
  return () => (source) => source.pipe(map((frames: DataFrame[]) => preferFirstSource(frames, choice)));
}
