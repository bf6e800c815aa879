import React from 'react';
import {
  type DataFrame,
  type TimeZone,
  dateTimeFormat,
  formattedValueToString,
  getFieldDisplayName,
} from '@grafana/data';
import { SortOrder, TooltipDisplayMode } from '@grafana/schema';
import { SeriesTable } from '@grafana/ui';

interface Props {
  frame: DataFrame;
  dataIdxs: Array<number | null>;
  seriesIdx: number | null;
  mode: TooltipDisplayMode;
  sort: SortOrder;
  hideZeros?: boolean;
  timeZone: TimeZone;
}

/** What the cursor points at: one series, or all series at that time. */
export function GraphTooltip({ frame, dataIdxs, seriesIdx, mode, sort, hideZeros, timeZone }: Props) {
  const timeIdx = dataIdxs[0];
  const rows = frame.fields.flatMap((field, i) => {
    const idx = dataIdxs[i];
    const shown = i > 0 && idx !== null && idx !== undefined && !field.config.custom?.hideFrom?.tooltip;
    const value = shown ? field.values[idx] : null;
    if (
      value === null ||
      value === undefined ||
      (mode === TooltipDisplayMode.Single && i !== seriesIdx) ||
      (hideZeros && value === 0)
    ) {
      return [];
    }
    const display = field.display?.(value);
    return [
      {
        label: getFieldDisplayName(field, frame),
        value: display ? formattedValueToString(display) : String(value),
        color: display?.color,
        isActive: i === seriesIdx,
        raw: Number(value),
      },
    ];
  });
  if (sort !== SortOrder.None && sort !== undefined) {
    rows.sort((a, b) => (sort === SortOrder.Ascending ? a.raw - b.raw : b.raw - a.raw));
  }
  const at = timeIdx === null || timeIdx === undefined ? undefined : frame.fields[0].values[timeIdx];
  return <SeriesTable timestamp={at === undefined ? undefined : dateTimeFormat(at, { timeZone })} series={rows} />;
}
