import {
  type FieldConfigEditorBuilder,
  type SetFieldConfigOptionsArgs,
  type FieldColorModeId,
  FieldConfigProperty,
  FieldType,
  identityOverrideProcessor,
} from '@grafana/data';

const noEditor = () => null;

/** Registers custom.* field options with their defaults. Options that are not registered have no effect on a panel. */
export function customOptions(defaults: Record<string, unknown>) {
  return (builder: FieldConfigEditorBuilder<Record<string, unknown>>) => {
    for (const [path, defaultValue] of Object.entries(defaults)) {
      builder.addCustomEditor({
        id: path,
        path,
        name: path,
        editor: noEditor,
        override: noEditor,
        process: identityOverrideProcessor,
        shouldApply: (field) => field.type !== FieldType.time || path === 'hideFrom',
        defaultValue,
      });
    }
  };
}

/** Field options of a panel that colours by series (palette) or by value (thresholds). */
export function fieldOptions(
  color: FieldColorModeId,
  defaults: Record<string, unknown> = {}
): SetFieldConfigOptionsArgs<Record<string, unknown>> {
  return {
    standardOptions: { [FieldConfigProperty.Color]: { defaultValue: { mode: color } } },
    useCustomConfig: customOptions(defaults),
  };
}

/** What graph-like panels understand below custom.*, with Grafana's defaults. */
export const graphDefaults: Record<string, unknown> = {
  drawStyle: 'line',
  lineInterpolation: 'linear',
  lineWidth: 1,
  lineStyle: { fill: 'solid' },
  fillOpacity: 0,
  fillBelowTo: undefined,
  gradientMode: 'none',
  spanNulls: false,
  insertNulls: false,
  showPoints: 'auto',
  showValues: false,
  pointSize: 5,
  pointColor: undefined,
  lineColor: undefined,
  fillColor: undefined,
  stacking: { mode: 'none', group: 'A' },
  barAlignment: 0,
  barWidthFactor: 0.6,
  barMaxWidth: undefined,
  transform: undefined,
  axisPlacement: 'auto',
  axisLabel: '',
  axisWidth: undefined,
  axisSoftMin: undefined,
  axisSoftMax: undefined,
  axisGridShow: undefined,
  axisColorMode: 'text',
  axisBorderShow: false,
  axisCenteredZero: false,
  scaleDistribution: { type: 'linear' },
  hideFrom: { tooltip: false, viz: false, legend: false },
  thresholdsStyle: { mode: 'off' },
};
