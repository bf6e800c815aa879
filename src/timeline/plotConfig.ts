import { formattedValueToString, getFieldSeriesColor, type GrafanaTheme2 } from '@grafana/data';
import { AxisPlacement, GraphDrawStyle, ScaleDirection, ScaleOrientation, VisibilityMode } from '@grafana/schema';
import { UPlotConfigBuilder } from '@grafana/ui';

import { type Track } from './types';

interface Place {
  theme: GrafanaTheme2;
  timeZone: string;
  /** Width of the axis with the numbers, so that all strips begin at the same pixel. */
  gutter: number;
  right: number;
  limitLabel: (value: string) => string;
}

const Y = 'y';
/** Above the plot stand the names of the series. */
const NAMES = 18;
/** A promised value never lies on the edge, where the names are. */
const ABOVE_LIMIT = 1.15;

/** A plot without a time axis and a cursor of its own: both are the timeline's. */
export function plotConfig(track: Track, { theme, timeZone, gutter, right, limitLabel }: Place): UPlotConfigBuilder {
  const builder = new UPlotConfigBuilder(timeZone);
  builder.setPadding([NAMES, right, 4, 0]);
  builder.setCursor({ show: false });
  builder.addScale({
    scaleKey: 'x',
    isTime: true,
    orientation: ScaleOrientation.Horizontal,
    direction: ScaleDirection.Right,
    // Whoever holds the plot sets the range: a new one needs no new plot.
    range: (_plot, min, max) => [min, max],
  });
  builder.addAxis({
    scaleKey: 'x',
    isTime: true,
    show: false,
    size: 0,
    theme,
    timeZone,
    placement: AxisPlacement.Bottom,
  });
  const config = track.series[0]?.field.config;
  // Between whole numbers the axis would say the same one again.
  const isCount = config?.decimals === 0 && ['short', 'none', ''].includes(config.unit ?? '');
  builder.addScale({
    scaleKey: Y,
    orientation: ScaleOrientation.Vertical,
    direction: ScaleDirection.Up,
    min: config?.min,
    max: config?.max,
    softMin: softMin(track),
    softMax: track.limits.length > 0 ? Math.max(...track.limits) * ABOVE_LIMIT : undefined,
  });
  builder.addAxis({
    scaleKey: Y,
    theme,
    size: gutter,
    placement: AxisPlacement.Left,
    space: () => 28,
    formatValue: (value: number) => (isCount && !Number.isInteger(value) ? '' : shown(track, value)),
  });
  track.series.forEach((series, index) => addSeries(builder, track, index, theme));
  if (track.limits.length > 0) {
    builder.addHook('draw', (plot) => drawLimits(plot, track, theme, limitLabel));
  }
  return builder;
}

/** Counts and rates begin at nought; promised values must be in the picture. */
function softMin({ limits, bars }: Track): number | undefined {
  const least = Math.min(0, ...limits);
  return bars || least >= 0 ? least : undefined;
}

function addSeries(builder: UPlotConfigBuilder, { series, bars }: Track, index: number, theme: GrafanaTheme2): void {
  const one = series[index];
  if (!one) {
    return;
  }
  const color = getFieldSeriesColor(one.field, theme).color;
  builder.addSeries({
    scaleKey: Y,
    theme,
    drawStyle: bars ? GraphDrawStyle.Bars : GraphDrawStyle.Line,
    lineColor: color,
    lineWidth: bars ? 0 : 1.5,
    // Of the line's colour; a fillColor of its own would be drawn without the opacity.
    fillOpacity: fillOf(bars, series.length),
    showPoints: VisibilityMode.Never,
    barWidthFactor: 0.8,
    barMaxWidth: 60,
    spanNulls: false,
    pxAlign: false,
    // A dash besides the colour: lines are told apart without it.
    lineStyle: index % 3 === 0 ? undefined : { fill: 'dash', dash: index % 3 === 1 ? [8, 4] : [2, 4] },
  });
}

function fillOf(bars: boolean, count: number): number {
  if (bars) {
    return 70;
  }
  return count === 1 ? 12 : 0;
}

/** The dashed line of the promised value with its label. */
function drawLimits(plot: uPlot, track: Track, theme: GrafanaTheme2, label: (value: string) => string): void {
  const { ctx, bbox } = plot;
  const ratio = bbox.width / Math.max(1, plot.over.clientWidth);
  ctx.save();
  ctx.strokeStyle = theme.colors.error.border;
  ctx.lineWidth = 1.5 * ratio;
  ctx.setLineDash([6 * ratio, 4 * ratio]);
  ctx.font = `${11 * ratio}px ${theme.typography.fontFamily}`;
  ctx.textAlign = 'right';
  for (const limit of track.limits) {
    const y = plot.valToPos(limit, Y, true);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    const below = y - bbox.top < 16 * ratio;
    const text = label(shown(track, limit));
    const [right, width] = [bbox.left + bbox.width - 4 * ratio, ctx.measureText(text).width];
    // A ground of its own: the series may run behind it.
    ctx.fillStyle = theme.colors.background.primary;
    ctx.globalAlpha = 0.8;
    ctx.fillRect(right - width - 2 * ratio, below ? y + 2 * ratio : y - 15 * ratio, width + 4 * ratio, 13 * ratio);
    ctx.globalAlpha = 1;
    ctx.fillStyle = theme.colors.error.text;
    ctx.textBaseline = below ? 'top' : 'bottom';
    ctx.fillText(text, right, y + (below ? 3 : -3) * ratio);
  }
  ctx.restore();
}

/** A value with its unit, as the first series of the strip shows values. */
export function shown({ series }: Track, value: number): string {
  const display = series[0]?.field.display;
  return display ? formattedValueToString(display(value)) : String(value);
}
