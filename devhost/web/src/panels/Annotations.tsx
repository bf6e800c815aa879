import { useLayoutEffect, useRef } from 'react';
import { type DataFrame } from '@grafana/data';
import { type UPlotConfigBuilder, useTheme2 } from '@grafana/ui';

interface Mark {
  from: number;
  to?: number;
  color?: string;
}

function marksOf(frames: DataFrame[]): Mark[] {
  return frames.flatMap((frame) => {
    const column = (name: string) => frame.fields.find((f) => f.name === name)?.values;
    const times = column('time') ?? [];
    const ends = column('timeEnd');
    const colors = column('color');
    return Array.from(times, (from: number, i) => ({ from, to: ends?.[i], color: colors?.[i] }));
  });
}

function draw(plot: uPlot, marks: Mark[], fallback: string) {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const { from, to, color = fallback } of marks) {
    const left = plot.valToPos(from, 'x', true);
    ctx.fillStyle = color;
    ctx.fillRect(left, bbox.top, devicePixelRatio, bbox.height);
    if (to !== undefined && to !== null && to > from) {
      ctx.globalAlpha = 0.12;
      ctx.fillRect(left, bbox.top, plot.valToPos(to, 'x', true) - left, bbox.height);
      ctx.globalAlpha = 1;
    }
  }
  ctx.restore();
}

/** Draws annotations as lines and regions below the series; without texts, unlike Grafana. */
export function Annotations({ config, frames = [] }: { config: UPlotConfigBuilder; frames?: DataFrame[] }) {
  const theme = useTheme2();
  const marks = useRef<Mark[]>([]);
  const plot = useRef<uPlot>(undefined);
  const color = theme.colors.primary.main;
  useLayoutEffect(() => {
    config.addHook('init', (u) => (plot.current = u));
    config.addHook('drawClear', (u) => draw(u, marks.current, color));
  }, [config, color]);
  useLayoutEffect(() => {
    marks.current = marksOf(frames);
    plot.current?.redraw();
  }, [frames]);
  return null;
}
