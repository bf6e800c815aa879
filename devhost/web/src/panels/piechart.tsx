import React from 'react';
import { type PanelProps, FieldColorModeId, PanelPlugin } from '@grafana/data';
import { LegendDisplayMode } from '@grafana/schema';
import { VizLayout, VizLegend } from '@grafana/ui';
import { NoData } from './NoData';
import { fieldOptions } from './fieldConfig';
import { type Part, partsOf } from './simple';

const radius = 40;
const around = 2 * Math.PI * radius;

/** Each part's share of the whole, and where it starts: 0 to 1. */
function sharesOf(parts: Part[]) {
  const total = parts.reduce((sum, p) => sum + p.value, 0);
  const shares: Array<{ start: number; share: number }> = [];
  let start = 0;
  for (const { value } of parts) {
    const share = total > 0 ? value / total : 0;
    shares.push({ start, share });
    start += share;
  }
  return shares;
}

/** A ring; each slice is a dash of the circle's outline. */
function Ring({ parts, size }: { parts: Part[]; size: number }) {
  const shares = sharesOf(parts);
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 100 100"
      role="img"
      aria-label={parts.map((p) => `${p.name}: ${p.text}`).join(', ')}
    >
      {parts.map((p, i) => {
        const { start, share } = shares[i];
        return (
          <circle
            key={`${i} ${p.name}`}
            cx="50"
            cy="50"
            r={radius}
            fill="none"
            stroke={p.color}
            strokeWidth="18"
            strokeDasharray={`${share * around} ${around}`}
            strokeDashoffset={-start * around}
            transform="rotate(-90 50 50)"
          />
        );
      })}
    </svg>
  );
}

function PieChartPanel({ data, fieldConfig, width, height }: PanelProps) {
  const parts = partsOf(data.series).filter((p) => p.value > 0);
  if (!parts.length) {
    return <NoData fieldConfig={fieldConfig} />;
  }
  const items = parts.map((p) => ({ label: `${p.name} ${p.text}`, color: p.color, yAxis: 1 }));
  const legend = (
    <VizLayout.Legend placement="right">
      <VizLegend items={items} placement="right" displayMode={LegendDisplayMode.List} />
    </VizLayout.Legend>
  );
  return (
    <VizLayout width={width} height={height} legend={legend}>
      {(w, h) => <Ring parts={parts} size={Math.min(w, h)} />}
    </VizLayout>
  );
}

export const pieChartPanel = () =>
  new PanelPlugin(PieChartPanel).useFieldConfig(fieldOptions(FieldColorModeId.PaletteClassic, { hideFrom: undefined }));
