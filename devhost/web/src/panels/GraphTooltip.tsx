import React from 'react';
import {
  type DataFrame,
  type TimeZone,
  dateTimeFormat,
  formattedValueToString,
  getFieldDisplayName,
} from '@grafana/data';
import { SortOrder, TooltipDisplayMode } from '@grafana/schema';
import { VizTooltipColorIndicator, VizTooltipContent, VizTooltipHeader, VizTooltipWrapper } from '@grafana/ui';

interface Props {
  frame: DataFrame;
  dataIdxs: Array<number | null>;
  seriesIdx: number | null;
  mode: TooltipDisplayMode;
  sort?: SortOrder;
  hideZeros?: boolean;
  timeZone: TimeZone;
  pinned: boolean;
}

function rowsOf({ frame, dataIdxs, seriesIdx, mode, hideZeros }: Props) {
  return frame.fields.flatMap((field, i) => {
    const idx = i > 0 && !field.config.custom?.hideFrom?.tooltip ? dataIdxs[i] : null;
    const value = idx === null || idx === undefined ? null : field.values[idx];
    const wanted = mode !== TooltipDisplayMode.Single || i === seriesIdx;
    if (value === null || value === undefined || !wanted || (hideZeros && value === 0)) {
      return [];
    }
    const display = field.display?.(value);
    return [
      {
        label: getFieldDisplayName(field, frame),
        value: display ? formattedValueToString(display) : String(value),
        color: display?.color,
        colorIndicator: VizTooltipColorIndicator.series,
        isActive: i === seriesIdx,
        number: Number(value),
      },
    ];
  });
}

/** What the cursor points at: one series, or all series at that time. */
export function GraphTooltip(props: Props) {
  const { frame, dataIdxs, sort = SortOrder.None, timeZone, pinned } = props;
  const rows = rowsOf(props);
  if (sort !== SortOrder.None) {
    rows.sort((a, b) => (sort === SortOrder.Ascending ? a.number - b.number : b.number - a.number));
  }
  const [timeIdx] = dataIdxs;
  const at =
    timeIdx === null || timeIdx === undefined ? '' : dateTimeFormat(frame.fields[0].values[timeIdx], { timeZone });
  return (
    <VizTooltipWrapper>
      <VizTooltipHeader item={{ label: '', value: at }} isPinned={pinned} />
      <VizTooltipContent items={rows} isPinned={pinned} scrollable={rows.length > 20} maxHeight={400} />
    </VizTooltipWrapper>
  );
}
