import { type PanelProps, FieldColorModeId, PanelPlugin } from '@grafana/data';
import { LegendDisplayMode } from '@grafana/schema';
import { VizLayout, VizLegend } from '@grafana/ui';
import { NoData } from './NoData';
import { fieldOptions } from './fieldConfig';
import { type Part, partsOf } from './simple';

const radius = 40;
const around = 2 * Math.PI * radius;

/** A ring; each slice is a dash of the circle's outline. */
function Ring({ parts, size }: { parts: Part[]; size: number }) {
  const total = parts.reduce((sum, p) => sum + p.value, 0);
  let before = 0;
  return (
    <svg width={size} height={size} viewBox="0 0 100 100" role="img" aria-label={parts.map((p) => `${p.name}: ${p.text}`).join(', ')}>
      {parts.map((p, i) => {
        const share = total > 0 ? p.value / total : 0;
        const offset = -before * around;
        before += share;
        return (
          <circle key={`${i} ${p.name}`} cx="50" cy="50" r={radius} fill="none" stroke={p.color} strokeWidth="18" strokeDasharray={`${share * around} ${around}`} strokeDashoffset={offset} transform="rotate(-90 50 50)" />
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
