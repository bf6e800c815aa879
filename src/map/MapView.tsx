import React, { useEffect, useMemo } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, LoadingState, type PanelData } from '@grafana/data';
import { t } from '@grafana/i18n';
import {
  type SceneComponentProps,
  SceneDataNode,
  SceneObjectBase,
  type SceneObjectState,
  SceneQueryRunner,
  VizPanel,
} from '@grafana/scenes';
import { Alert, LoadingBar, Text, useStyles2 } from '@grafana/ui';

import { useIncidents } from '../api/incidents';
import { type Incident } from '../api/types';
import { graphFrames } from '../signals/flows/frames';
import { type ServiceGraph, serviceGraph } from '../signals/flows/graph';
import { MAP_EDGES, type MapPlan } from '../signals/flows/plan';
import { EmptyState } from '../ui/EmptyState';
import { Loading } from '../ui/Loading';
import { EdgeTable } from './EdgeTable';

interface MapViewState extends SceneObjectState {
  plan: MapPlan;
  $data: SceneQueryRunner;
  body: VizPanel;
}

/** The flows of one source: as a graph, and as a table for those who do not see it. */
export class MapView extends SceneObjectBase<MapViewState> {
  static Component = MapViewRenderer;

  /** The panel's data; not part of the state, as an object of a scene has one parent. */
  readonly drawn: SceneDataNode;

  constructor({ plan }: Pick<MapViewState, 'plan'>) {
    const { datasource, queries } = plan;
    const drawn = new SceneDataNode({});
    const body = new VizPanel({
      title: t('map.graph', 'Services'),
      pluginId: 'nodeGraph',
      options: { zoomMode: 'cooperative' },
      $data: drawn,
    });
    super({ key: JSON.stringify(queries), plan, $data: new SceneQueryRunner({ datasource, queries }), body });
    this.drawn = drawn;
  }
}

const NO_INCIDENTS: Incident[] = [];
const MOST_INCIDENTS = 100;

function MapViewRenderer({ model }: SceneComponentProps<MapView>) {
  const { drawn } = model;
  const { plan, $data, body } = model.useState();
  const { data } = $data.useState();
  const styles = useStyles2(getStyles);
  const open = useIncidents({ state: 'open', severity: [], layer: [], service: '', q: '' }, MOST_INCIDENTS);
  const incidents = open.data?.[0]?.incidents ?? NO_INCIDENTS;
  const graph = useMemo(() => graphOf(plan, data), [plan, data]);
  useEffect(() => {
    if (data && graph) {
      drawn.setState({ data: { ...data, series: graphFrames(graph, { unit: plan.unit, incidents }) } });
    }
  }, [drawn, data, graph, plan, incidents]);
  if (!data || (data.state === LoadingState.Loading && !graph?.edges.length)) {
    return <Loading />;
  }
  return (
    <div className={styles.view}>
      {data.state === LoadingState.Loading && <LoadingBar width={300} ariaLabel={t('map.loading', 'Asking again')} />}
      <Failures data={data} />
      {graph && graph.edges.length > 0 ? (
        <>
          <Text color="secondary" variant="bodySmall">
            {countText(graph)}
          </Text>
          <div className={styles.graph}>
            <body.Component model={body} />
          </div>
          <EdgeTable edges={graph.edges} unit={plan.unit} />
        </>
      ) : (
        data.state !== LoadingState.Error && <NoFlows />
      )}
    </div>
  );
}

function graphOf(plan: MapPlan, data: PanelData | undefined): ServiceGraph | undefined {
  if (!data) {
    return undefined;
  }
  const { flows, total } = plan.read(data.series);
  return serviceGraph(flows, MAP_EDGES, total);
}

function countText({ edges, nodes, total }: ServiceGraph): string {
  return total > edges.length
    ? t('map.limited', 'Showing the {{shown}} busiest edges of {{total}}', { shown: edges.length, total })
    : t('map.count', '{{nodes}} services, {{edges}} edges', { nodes: nodes.length, edges: edges.length });
}

/** Some figures may fail while the others are there. */
function Failures({ data }: { data: PanelData }) {
  const texts = [...new Set((data.errors ?? []).map(({ message }) => message ?? ''))].filter(Boolean);
  if (data.state !== LoadingState.Error && texts.length === 0) {
    return null;
  }
  return (
    <Alert severity="warning" title={t('map.failed', 'The data source did not answer everything')}>
      {texts.join('; ') || t('map.no-reason', 'It gave no reason.')}
    </Alert>
  );
}

function NoFlows() {
  return (
    <EmptyState icon="filter" title={t('map.no-flows', 'No flow matches these filters')}>
      {t('map.widen', 'Choose more namespaces or clusters, another time range, or another source of the flows.')}
    </EmptyState>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  view: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), width: '100%', minWidth: 0 }),
  graph: css({ display: 'flex', position: 'relative', height: '60vh', minHeight: theme.spacing(50), minWidth: 0 }),
});
