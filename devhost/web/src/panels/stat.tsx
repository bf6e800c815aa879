import React from 'react';
import {
  type DisplayValueAlignmentFactors,
  type FieldDisplay,
  type PanelProps,
  FieldColorModeId,
  PanelPlugin,
  getDisplayValueAlignmentFactors,
} from '@grafana/data';
import { type SingleStatBaseOptions } from '@grafana/schema';
import {
  type VizRepeaterRenderValueProps,
  BigValue,
  BigValueColorMode,
  BigValueGraphMode,
  BigValueJustifyMode,
  BigValueTextMode,
  DataLinksContextMenu,
  VizRepeater,
  useTheme2,
} from '@grafana/ui';
import { fieldOptions } from './fieldConfig';
import { addOption, addValueOptions, useValues } from './values';

interface Options extends SingleStatBaseOptions {
  colorMode: BigValueColorMode;
  graphMode: BigValueGraphMode;
  justifyMode: BigValueJustifyMode;
  textMode: BigValueTextMode;
  wideLayout: boolean;
}

type RenderProps = VizRepeaterRenderValueProps<FieldDisplay, DisplayValueAlignmentFactors>;

function StatPanel(props: PanelProps<Options>) {
  const theme = useTheme2();
  const { options, width, height, data, renderCounter } = props;
  const getValues = useValues(props, options.graphMode !== BigValueGraphMode.None);
  const one = (
    { value, width: w, height: h, alignmentFactors, count }: RenderProps,
    onClick?: React.MouseEventHandler<HTMLElement>
  ) => (
    <BigValue
      value={value.display}
      count={count}
      width={w}
      height={h}
      sparkline={value.sparkline && { ...value.sparkline, timeRange: props.timeRange }}
      colorMode={options.colorMode}
      graphMode={options.graphMode}
      justifyMode={options.justifyMode}
      textMode={options.textMode}
      disableWideLayout={!options.wideLayout}
      alignmentFactors={alignmentFactors}
      text={options.text}
      hasLinks={value.hasLinks}
      onClick={onClick}
      theme={theme}
    />
  );
  const render = (p: RenderProps) =>
    p.value.hasLinks && p.value.getLinks ? (
      <DataLinksContextMenu links={p.value.getLinks}>{(api) => one(p, api.openMenu)}</DataLinksContextMenu>
    ) : (
      one(p)
    );
  return (
    <VizRepeater
      getValues={getValues}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderValue={render}
      width={width}
      height={height}
      source={data}
      itemSpacing={3}
      renderCounter={renderCounter}
      autoGrid={true}
      orientation={options.orientation}
    />
  );
}

export const statPanel = () =>
  new PanelPlugin<Options>(StatPanel)
    .setPanelOptions((builder) => {
      addValueOptions(builder);
      addOption(builder, 'colorMode', BigValueColorMode.Value);
      addOption(builder, 'graphMode', BigValueGraphMode.Area);
      addOption(builder, 'justifyMode', BigValueJustifyMode.Auto);
      addOption(builder, 'textMode', BigValueTextMode.Auto);
      addOption(builder, 'wideLayout', true);
    })
    .useFieldConfig(fieldOptions(FieldColorModeId.Thresholds));
