import React from 'react';
import {
  type DataFrame,
  type Field,
  type PanelProps,
  FieldColorModeId,
  FieldType,
  PanelPlugin,
  dateTimeFormat,
  formattedValueToString,
} from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import { NoData } from './NoData';
import { fieldOptions } from './fieldConfig';

interface Row {
  name: string;
  time: Field;
  value: Field;
}

function rowsOf(frames: DataFrame[]): Row[] {
  return frames.flatMap((frame) => {
    const time = frame.fields.find((f) => f.type === FieldType.time);
    const numbers = frame.fields.filter((f) => f.type === FieldType.number);
    return time ? numbers.map((value) => ({ name: value.config.displayNameFromDS ?? value.name, time, value })) : [];
  });
}

const labelWidth = 60;

/** One row per bucket, lowest at the bottom, opacity by count. No axes and no calculated heatmaps. */
function HeatmapPanel({ data, fieldConfig, width, height, timeRange, timeZone }: PanelProps) {
  const theme = useTheme2();
  const rows = rowsOf(data.series);
  if (!rows.length) {
    return <NoData fieldConfig={fieldConfig} />;
  }
  const [start, end] = [timeRange.from.valueOf(), timeRange.to.valueOf()];
  const most = Math.max(...rows.flatMap((r) => Array.from(r.value.values, (v) => Number(v) || 0)), Number.MIN_VALUE);
  const rowHeight = height / rows.length;
  const x = (ms: number) => labelWidth + ((ms - start) / (end - start)) * (width - labelWidth);
  return (
    <svg width={width} height={height} role="img" aria-label={`Heatmap with ${rows.length} buckets`}>
      {rows.map((row, n) => {
        const top = height - (n + 1) * rowHeight;
        const step =
          row.time.config.interval ?? Number(row.time.values[1] ?? end) - Number(row.time.values[0] ?? start);
        return (
          <g key={`${n} ${row.name}`}>
            {rowHeight > 10 && (
              <text x={0} y={top + rowHeight / 2 + 4} fontSize="11" fill={theme.colors.text.secondary}>
                {row.name}
              </text>
            )}
            {Array.from(row.time.values, (at: number, i) => {
              const value = Number(row.value.values[i]);
              return value > 0 ? (
                <rect
                  key={at}
                  x={x(at - step)}
                  y={top}
                  width={Math.max(1, x(at) - x(at - step))}
                  height={Math.max(1, rowHeight - 1)}
                  fill={theme.visualization.getColorByName('orange')}
                  opacity={0.1 + 0.9 * (value / most)}
                >
                  <title>{`${row.name}: ${text(row.value, value)} at ${dateTimeFormat(at, { timeZone })}`}</title>
                </rect>
              ) : null;
            })}
          </g>
        );
      })}
    </svg>
  );
}

function text(field: Field, value: number) {
  const display = field.display?.(value);
  return display ? formattedValueToString(display) : String(value);
}

export const heatmapPanel = () =>
  new PanelPlugin(HeatmapPanel).useFieldConfig(
    fieldOptions(FieldColorModeId.PaletteClassic, { hideFrom: undefined, scaleDistribution: undefined })
  );
