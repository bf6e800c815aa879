import { type PanelPlugin } from '@grafana/data';
import { barGaugePanel } from './bargauge';
import { gaugePanel } from './gauge';
import { statPanel } from './stat';
import { tablePanel } from './table';
import { textPanel } from './text';
import { timeSeriesPanel } from './timeseries';

/** Each call makes a new plugin: field defaults are bound to it when it is first used. */
const makers: Record<string, () => PanelPlugin> = {
  bargauge: barGaugePanel,
  gauge: gaugePanel,
  stat: statPanel,
  table: tablePanel,
  text: textPanel,
  timeseries: timeSeriesPanel,
};

/** The host's version of one of Grafana's own panels, or nothing. */
export const builtInPanel = (id: string): PanelPlugin | undefined => makers[id]?.();
