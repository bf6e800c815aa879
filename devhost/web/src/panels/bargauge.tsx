import React from 'react';
import {
  type DisplayValueAlignmentFactors,
  type FieldDisplay,
  type PanelProps,
  FieldColorModeId,
  PanelPlugin,
  getDisplayValueAlignmentFactors,
} from '@grafana/data';
import {
  type SingleStatBaseOptions,
  BarGaugeDisplayMode,
  BarGaugeNamePlacement,
  BarGaugeValueMode,
  VizOrientation,
} from '@grafana/schema';
import { type VizRepeaterRenderValueProps, BarGauge, VizRepeater, useTheme2 } from '@grafana/ui';
import { fieldOptions } from './fieldConfig';
import { addOption, addValueOptions, useValues } from './values';

interface Options extends SingleStatBaseOptions {
  displayMode: BarGaugeDisplayMode;
  valueMode: BarGaugeValueMode;
  namePlacement: BarGaugeNamePlacement;
  showUnfilled: boolean;
  minVizHeight: number;
  minVizWidth: number;
  maxVizHeight: number;
}

const autoHorizontal = ({ width, height }: { width: number; height: number }) =>
  width > height ? VizOrientation.Vertical : VizOrientation.Horizontal;

function BarGaugePanel(props: PanelProps<Options>) {
  const theme = useTheme2();
  const { options, width, height, data, renderCounter } = props;
  const orientation = options.orientation === VizOrientation.Auto ? autoHorizontal(props) : options.orientation;
  const spacing = options.displayMode === BarGaugeDisplayMode.Lcd ? 2 : 10;
  const render = ({
    value,
    width: w,
    height: h,
    alignmentFactors,
  }: VizRepeaterRenderValueProps<FieldDisplay, DisplayValueAlignmentFactors>) => (
    <BarGauge
      value={value.display}
      field={value.field}
      display={value.view?.getFieldDisplayProcessor(value.colIndex ?? 0)}
      width={w}
      height={h}
      orientation={orientation}
      text={options.text}
      theme={theme}
      itemSpacing={spacing}
      displayMode={options.displayMode}
      alignmentFactors={alignmentFactors}
      showUnfilled={options.showUnfilled}
      valueDisplayMode={options.valueMode}
      namePlacement={options.namePlacement}
    />
  );
  return (
    <VizRepeater
      getValues={useValues(props, false)}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderValue={render}
      width={width}
      height={height}
      source={data}
      itemSpacing={spacing}
      renderCounter={renderCounter}
      orientation={orientation}
      minVizWidth={options.minVizWidth}
      minVizHeight={options.minVizHeight}
      maxVizHeight={options.maxVizHeight}
    />
  );
}

export const barGaugePanel = () =>
  new PanelPlugin<Options>(BarGaugePanel)
    .setPanelOptions((builder) => {
      addValueOptions(builder);
      addOption(builder, 'displayMode', BarGaugeDisplayMode.Gradient);
      addOption(builder, 'valueMode', BarGaugeValueMode.Color);
      addOption(builder, 'namePlacement', BarGaugeNamePlacement.Auto);
      addOption(builder, 'showUnfilled', true);
      addOption(builder, 'minVizWidth', 8);
      addOption(builder, 'minVizHeight', 16);
      addOption(builder, 'maxVizHeight', 300);
    })
    .useFieldConfig(fieldOptions(FieldColorModeId.Thresholds));
