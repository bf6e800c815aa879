import { type PanelPlugin } from '@grafana/data';
import { barChartPanel } from './barchart';
import { barGaugePanel } from './bargauge';
import { gaugePanel } from './gauge';
import { heatmapPanel } from './heatmap';
import { logsPanel } from './logs';
import { nodeGraphPanel } from './nodegraph';
import { notDrawnPanel } from './notDrawn';
import { pieChartPanel } from './piechart';
import { statPanel } from './stat';
import { stateTimelinePanel, statusHistoryPanel } from './statetimeline';
import { tablePanel } from './table';
import { textPanel } from './text';
import { timeSeriesPanel } from './timeseries';

/** Each call makes a new plugin: field defaults are bound to it when it is first used. */
const makers: Record<string, () => PanelPlugin> = {
  barchart: barChartPanel,
  bargauge: barGaugePanel,
  gauge: gaugePanel,
  heatmap: heatmapPanel,
  logs: logsPanel,
  nodeGraph: nodeGraphPanel,
  piechart: pieChartPanel,
  stat: statPanel,
  'state-timeline': stateTimelinePanel,
  'status-history': statusHistoryPanel,
  table: tablePanel,
  text: textPanel,
  timeseries: timeSeriesPanel,
};

/** Panels that every Grafana has and the devhost does not draw. */
const notDrawn = new Set([
  'alertlist', 'annolist', 'candlestick', 'canvas', 'dashlist', 'datagrid', 'debug', 'flamegraph', 'geomap', 'histogram', 'news', 'traces',
  'trend', 'welcome', 'xychart',
]); // prettier-ignore

/** The host's version of one of Grafana's own panels, or nothing. */
export function builtInPanel(id: string): PanelPlugin | undefined {
  return makers[id]?.() ?? (notDrawn.has(id) ? notDrawnPanel(id) : undefined);
}
