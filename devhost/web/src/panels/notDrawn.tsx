import React from 'react';
import { type PanelProps, FieldColorModeId, PanelPlugin } from '@grafana/data';
import { NoData } from './NoData';
import { fieldOptions, graphDefaults } from './fieldConfig';

/** Stands for a panel of Grafana that the devhost does not draw, and says so. */
export function notDrawnPanel(id: string) {
  const Panel = ({ fieldConfig, data }: PanelProps) => {
    const rows = data.series.reduce((sum, f) => sum + f.length, 0);
    return (
      <NoData
        fieldConfig={fieldConfig}
        message={`The devhost does not draw ${id} panels; this one has ${data.series.length} frames with ${rows} rows`}
      />
    );
  };
  return new PanelPlugin(Panel).useFieldConfig(fieldOptions(FieldColorModeId.PaletteClassic, graphDefaults));
}
