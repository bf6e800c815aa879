import React, { useMemo } from 'react';
import { type DataFrame, type PanelProps, FieldColorModeId, FieldType, PanelPlugin } from '@grafana/data';
import { type OptionsWithLegend, type OptionsWithTooltip, TooltipDisplayMode } from '@grafana/schema';
import { KeyboardPlugin, TimeSeries, TooltipPlugin2, commonOptionsBuilder } from '@grafana/ui';
import { Annotations } from './Annotations';
import { GraphTooltip } from './GraphTooltip';
import { NoData } from './NoData';
import { fieldOptions, graphDefaults } from './fieldConfig';

type Options = OptionsWithLegend & OptionsWithTooltip;

/** TooltipHoverMode of @grafana/ui is a const enum without a run-time value: one series, or all at one time. */
const hoverOne = 0;
const hoverAll = 1;

const drawable = (frame: DataFrame) =>
  frame.length > 0 &&
  frame.fields.some((f) => f.type === FieldType.time) &&
  frame.fields.some((f) => f.type === FieldType.number || f.type === FieldType.boolean);

function TimeSeriesPanel(props: PanelProps<Options>) {
  const { data, options, width, height, timeRange, timeZone, onChangeTimeRange, fieldConfig } = props;
  const frames = useMemo(() => data.series.filter(drawable), [data.series]);
  if (!frames.length) {
    return (
      <NoData
        fieldConfig={fieldConfig}
        message={data.series.some((f) => f.length) ? 'Data has no time field' : undefined}
      />
    );
  }
  const { mode, sort, hideZeros } = options.tooltip;
  return (
    <TimeSeries
      frames={frames}
      structureRev={data.structureRev}
      timeRange={timeRange}
      timeZone={timeZone}
      width={width}
      height={height}
      legend={options.legend}
      options={options}
    >
      {(config, aligned) => (
        <>
          <KeyboardPlugin config={config} />
          {mode !== TooltipDisplayMode.None && (
            <TooltipPlugin2
              config={config}
              hoverMode={mode === TooltipDisplayMode.Multi ? hoverAll : hoverOne}
              queryZoom={onChangeTimeRange}
              clientZoom={true}
              render={(_plot, dataIdxs, seriesIdx, pinned) => (
                <GraphTooltip
                  frame={aligned}
                  dataIdxs={dataIdxs}
                  seriesIdx={seriesIdx}
                  mode={mode}
                  sort={sort}
                  hideZeros={hideZeros}
                  timeZone={timeZone}
                  pinned={pinned}
                />
              )}
            />
          )}
          <Annotations config={config} frames={data.annotations} />
        </>
      )}
    </TimeSeries>
  );
}

export const timeSeriesPanel = () =>
  new PanelPlugin<Options>(TimeSeriesPanel)
    .setPanelOptions((builder) => {
      commonOptionsBuilder.addTooltipOptions(builder);
      commonOptionsBuilder.addLegendOptions(builder);
    })
    // Without it scenes take the annotations away from the panel's data.
    .setDataSupport({ annotations: true, alertStates: false })
    .useFieldConfig(fieldOptions(FieldColorModeId.PaletteClassic, graphDefaults));
