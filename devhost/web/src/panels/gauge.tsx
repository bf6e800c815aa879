import React from 'react';
import {
  type FieldDisplay,
  type PanelProps,
  FieldColorModeId,
  PanelPlugin,
  formattedValueToString,
} from '@grafana/data';
import { type SingleStatBaseOptions } from '@grafana/schema';
import { type VizRepeaterRenderValueProps, VizRepeater, useTheme2 } from '@grafana/ui';
import { fieldOptions } from './fieldConfig';
import { addOption, addValueOptions, useValues } from './values';

interface Options extends SingleStatBaseOptions {
  minVizWidth: number;
  minVizHeight: number;
}

const radius = 80;
const stroke = 22;
/** The dial opens downwards and spans 240 degrees. */
const sweep = 240;

function pointAt(percent: number) {
  const angle = ((-sweep / 2 + sweep * percent - 90) * Math.PI) / 180;
  return `${100 + radius * Math.cos(angle)} ${100 + radius * Math.sin(angle)}`;
}

function arc(to: number) {
  return `M ${pointAt(0)} A ${radius} ${radius} 0 ${sweep * to > 180 ? 1 : 0} 1 ${pointAt(to)}`;
}

/** A plain dial: @grafana/ui's package has none. */
function Dial({ value, width, height, named }: { value: FieldDisplay; width: number; height: number; named: boolean }) {
  const theme = useTheme2();
  const { display } = value;
  const text = formattedValueToString(display);
  const percent = Math.min(1, Math.max(0, display.percent ?? 0));
  const title = named ? display.title : undefined;
  return (
    <svg
      width={width}
      height={height}
      viewBox="0 0 200 185"
      role="img"
      aria-label={`${display.title ?? ''} ${text}`.trim()}
    >
      <path d={arc(1)} fill="none" stroke={theme.colors.background.secondary} strokeWidth={stroke} />
      {percent > 0 && <path d={arc(percent)} fill="none" stroke={display.color} strokeWidth={stroke} />}
      <text x="100" y="112" textAnchor="middle" fontSize={text.length > 8 ? 22 : 32} fill={display.color}>
        {text}
      </text>
      {title && (
        <text x="100" y="176" textAnchor="middle" fontSize="16" fill={theme.colors.text.primary}>
          {title}
        </text>
      )}
    </svg>
  );
}

function GaugePanel(props: PanelProps<Options>) {
  const { options, width, height, data, renderCounter } = props;
  const render = ({ value, width: w, height: h, count }: VizRepeaterRenderValueProps<FieldDisplay>) => (
    <Dial value={value} width={w} height={h} named={count > 1} />
  );
  return (
    <VizRepeater
      getValues={useValues(props, false)}
      renderValue={render}
      width={width}
      height={height}
      source={data}
      autoGrid={true}
      itemSpacing={16}
      renderCounter={renderCounter}
      orientation={options.orientation}
      minVizWidth={options.minVizWidth}
      minVizHeight={options.minVizHeight}
    />
  );
}

export const gaugePanel = () =>
  new PanelPlugin<Options>(GaugePanel)
    .setPanelOptions((builder) => {
      addValueOptions(builder);
      addOption(builder, 'minVizWidth', 75);
      addOption(builder, 'minVizHeight', 75);
    })
    .useFieldConfig(fieldOptions(FieldColorModeId.Thresholds));
