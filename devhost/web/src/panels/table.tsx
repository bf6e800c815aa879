import { type DataFrame, type PanelProps, FieldColorModeId, PanelPlugin, getFrameDisplayName } from '@grafana/data';
import { type TableSortByFieldState, TableCellHeight } from '@grafana/schema';
import { Select, usePanelContext } from '@grafana/ui';
import { TableNG } from '@grafana/ui/unstable';
import React, { useState } from 'react';
import { NoData } from './NoData';
import { fieldOptions } from './fieldConfig';
import { addOption } from './values';

interface Options {
  showHeader: boolean;
  cellHeight: TableCellHeight;
  sortBy?: TableSortByFieldState[];
  enablePagination?: boolean;
  frameIndex: number;
}

const selectHeight = 40;

function TablePanel(props: PanelProps<Options>) {
  const { data, width, height, options, fieldConfig, timeRange, title } = props;
  const { onAddAdHocFilter } = usePanelContext();
  const [chosen, choose] = useState(options.frameIndex);
  const frames = data.series.filter((f: DataFrame) => f.fields.length > 0);
  const index = Math.min(chosen, frames.length - 1);
  const frame = frames[index];
  if (!frame?.length) {
    return <NoData fieldConfig={fieldConfig} />;
  }
  const several = frames.length > 1;
  const table = (
    <TableNG
      ariaLabel={title || 'Table'}
      data={frame}
      width={width}
      height={several ? height - selectHeight : height}
      noHeader={!options.showHeader}
      sortBy={options.sortBy}
      cellHeight={options.cellHeight}
      enablePagination={options.enablePagination}
      resizable={true}
      fieldConfig={fieldConfig}
      timeRange={timeRange}
      structureRev={data.structureRev}
      transparent={props.transparent}
      onCellFilterAdded={onAddAdHocFilter}
    />
  );
  if (!several) {
    return table;
  }
  return (
    <>
      {table}
      <Select
        aria-label="Series shown in the table"
        options={frames.map((f, value) => ({ label: getFrameDisplayName(f, value), value }))}
        value={index}
        onChange={(v) => choose(v.value ?? 0)}
      />
    </>
  );
}

export const tablePanel = () =>
  new PanelPlugin<Options>(TablePanel)
    .setPanelOptions((builder) => {
      addOption(builder, 'showHeader', true);
      addOption(builder, 'cellHeight', TableCellHeight.Sm);
      addOption(builder, 'frameIndex', 0);
    })
    .useFieldConfig(
      fieldOptions(FieldColorModeId.Thresholds, {
        align: 'auto',
        cellOptions: { type: 'auto' },
        width: undefined,
        minWidth: undefined,
        filterable: undefined,
        hidden: undefined,
        hideFrom: undefined,
        inspect: false,
        wrapText: undefined,
        wrapHeaderText: undefined,
        footer: undefined,
      })
    );
