import { type DashboardCursorSync, type FieldConfigSource, type VariableRefresh } from '@grafana/data';
import {
  type SceneObject,
  type SceneVariable,
  CustomVariable,
  DataSourceVariable,
  EmbeddedScene,
  QueryVariable,
  SceneControlsSpacer,
  SceneDataLayerControls,
  SceneDataLayerSet,
  SceneDataTransformer,
  SceneGridItem,
  SceneGridLayout,
  SceneQueryRunner,
  SceneRefreshPicker,
  SceneTimePicker,
  SceneTimeRange,
  SceneVariableSet,
  TextBoxVariable,
  VariableValueSelectors,
  VizPanel,
  behaviors,
  dataLayers,
} from '@grafana/scenes';
import { type AnnotationQuery, type DataQuery, type DataSourceRef, type DataTransformerConfig } from '@grafana/schema';

/** What the devhost reads of a dashboard's JSON, as Grafana exports it. */
export interface Dashboard {
  uid: string;
  title: string;
  description?: string;
  timezone?: string;
  graphTooltip?: DashboardCursorSync;
  refresh?: string;
  time?: { from: string; to: string };
  templating?: { list: Variable[] };
  annotations?: { list: AnnotationQuery[] };
  panels?: Panel[];
}

interface Variable {
  name: string;
  type: string;
  label?: string;
  query?: unknown;
  datasource?: DataSourceRef;
  regex?: string;
  refresh?: number;
  sort?: number;
  includeAll?: boolean;
  multi?: boolean;
  allValue?: string;
  hide?: number;
  current?: { value?: string | string[]; text?: string | string[] };
}

interface Panel {
  id: number;
  type: string;
  title?: string;
  description?: string;
  gridPos: { x: number; y: number; w: number; h: number };
  datasource?: DataSourceRef;
  targets?: Array<DataQuery & Record<string, unknown>>;
  options?: object;
  fieldConfig?: FieldConfigSource;
  transformations?: DataTransformerConfig[];
  interval?: string;
  maxDataPoints?: number;
  pluginVersion?: string;
}

/** A dashboard as a scene: variables, annotations and panels; rows, repeats and links are left out. */
export function dashboardScene(dashboard: Dashboard): EmbeddedScene {
  const { time = { from: 'now-6h', to: 'now' }, annotations, panels = [], templating } = dashboard;
  return new EmbeddedScene({
    $timeRange: new SceneTimeRange({ ...time, timeZone: dashboard.timezone === 'utc' ? 'utc' : undefined }),
    $variables: new SceneVariableSet({ variables: (templating?.list ?? []).flatMap(variableOf) }),
    $data: new SceneDataLayerSet({
      layers: (annotations?.list ?? []).map(
        (query) =>
          new dataLayers.AnnotationsDataLayer({
            name: query.name,
            isEnabled: query.enable,
            isHidden: query.hide,
            query,
          })
      ),
    }),
    $behaviors: [new behaviors.CursorSync({ sync: dashboard.graphTooltip })],
    controls: [
      new VariableValueSelectors({}),
      new SceneDataLayerControls(),
      new SceneControlsSpacer(),
      new SceneTimePicker({}),
      new SceneRefreshPicker({ refresh: dashboard.refresh }),
    ],
    body: new SceneGridLayout({ isDraggable: false, isResizable: false, isLazy: true, children: panels.map(itemOf) }),
  });
}

function itemOf(panel: Panel): SceneGridItem {
  const { x, y, w, h } = panel.gridPos;
  return new SceneGridItem({ x, y, width: w, height: h, body: panelOf(panel) });
}

function panelOf({
  type,
  title,
  description,
  options,
  fieldConfig,
  targets,
  pluginVersion,
  ...panel
}: Panel): VizPanel {
  return new VizPanel({
    pluginId: type,
    pluginVersion,
    title: title ?? '',
    description,
    options: options ?? {},
    fieldConfig: fieldConfig ?? { defaults: {}, overrides: [] },
    $data: targets && dataOf(panel, targets),
  });
}

function dataOf(
  { datasource, transformations = [], interval, maxDataPoints }: Partial<Panel>,
  queries: NonNullable<Panel['targets']>
): SceneObject & (SceneQueryRunner | SceneDataTransformer) {
  const runner = new SceneQueryRunner({ queries, datasource, minInterval: interval, maxDataPoints });
  return transformations.length > 0 ? new SceneDataTransformer({ $data: runner, transformations }) : runner;
}

function variableOf(one: Variable): SceneVariable[] {
  const { name, label, hide, includeAll, multi, allValue, current } = one;
  const common = { name, label, hide, skipUrlSync: false };
  const list = {
    ...common,
    includeAll,
    isMulti: multi,
    allValue,
    value: current?.value ?? '',
    text: current?.text ?? '',
  };
  switch (one.type) {
    case 'datasource':
      return [new DataSourceVariable({ ...list, pluginId: String(one.query), regex: one.regex })];
    case 'query':
      return [
        new QueryVariable({
          ...list,
          datasource: one.datasource ?? null,
          query: one.query as string,
          regex: one.regex,
          sort: one.sort,
          refresh: one.refresh as VariableRefresh | undefined,
        }),
      ];
    case 'custom':
      return [new CustomVariable({ ...list, query: String(one.query) })];
    case 'textbox':
      return [new TextBoxVariable({ ...common, value: String(current?.value ?? one.query ?? '') })];
    default:
      return [];
  }
}
