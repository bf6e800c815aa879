import { type DataFrame } from '@grafana/data';

export interface Mark {
  from: number;
  to?: number;
  color?: string;
  title: string;
  text: string;
}

export function marksOf(frames: DataFrame[]): Mark[] {
  return frames.flatMap((frame) => {
    const column = (name: string) => frame.fields.find((f) => f.name === name)?.values;
    const times = column('time') ?? [];
    const [ends, colors, titles, texts] = ['timeEnd', 'color', 'title', 'text'].map(column);
    return Array.from(times, (from: number, i) => ({
      from,
      to: ends?.[i] ?? undefined,
      color: colors?.[i],
      title: String(titles?.[i] ?? ''),
      text: String(texts?.[i] ?? ''),
    }));
  });
}

export const isRegion = ({ from, to }: Mark) => to !== undefined && to > from;

export function draw(plot: uPlot, marks: Mark[], fallback: string) {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const mark of marks) {
    const left = plot.valToPos(mark.from, 'x', true);
    ctx.fillStyle = mark.color ?? fallback;
    ctx.fillRect(left, bbox.top, devicePixelRatio, bbox.height);
    if (isRegion(mark)) {
      ctx.globalAlpha = 0.12;
      ctx.fillRect(left, bbox.top, plot.valToPos(mark.to ?? mark.from, 'x', true) - left, bbox.height);
      ctx.globalAlpha = 1;
    }
  }
  ctx.restore();
}
