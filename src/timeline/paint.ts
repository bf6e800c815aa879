import { type GrafanaTheme2 } from '@grafana/data';

import { shapeOf } from './lanes';
import { rowY } from './layout';
import { OUTLINES, shapeColor } from './looks';
import { type Mark } from './pack';
import { fitted } from './text';
import { type Shape } from './types';
import { entryLabel, type Scene } from './useScene';

export const PERIOD_HEIGHT = 14;

/** What a cluster shows: how many entries, and whether an alarm is among them. */
export function clusterOf({ entries }: Mark): { text: string; alarming: boolean; half: number } {
  const text = entries.length > 999 ? '999+' : String(entries.length);
  return { text, alarming: entries.some((entry) => shapeOf(entry) === 'alarm'), half: 5 + text.length * 3.4 };
}

/** Paints all marks as MarkShape draws them. `ratio`: pixels of the screen per pixel of the page. */
export function paintMarks(ctx: CanvasRenderingContext2D, scene: Scene, theme: GrafanaTheme2, ratio: number): void {
  const { packed, layout } = scene;
  const brush = new Brush(ctx, theme, ratio);
  packed.forEach(({ marks, rows }, index) => {
    const lane = layout.lanes[index];
    for (const mark of lane ? marks : []) {
      brush.mark(mark, lane ? rowY(lane, mark.row, rows, layout.narrow) : 0);
    }
  });
}

class Brush {
  private readonly outlines = new Map<Shape, { path: Path2D; color: string }>();

  constructor(
    private readonly ctx: CanvasRenderingContext2D,
    private readonly theme: GrafanaTheme2,
    private readonly ratio: number
  ) {
    ctx.textBaseline = 'middle';
  }

  mark(mark: Mark, y: number): void {
    this.ctx.setTransform(this.ratio, 0, 0, this.ratio, mark.x * this.ratio, y * this.ratio);
    if (mark.entries.length > 1) {
      this.cluster(mark);
    } else {
      this.entry(mark);
    }
  }

  private cluster(mark: Mark): void {
    const { ctx, theme } = this;
    const { text, alarming, half } = clusterOf(mark);
    ctx.beginPath();
    ctx.roundRect(-half, -9, half * 2, 18, 9);
    ctx.fillStyle = theme.colors.background.primary;
    ctx.fill();
    ctx.strokeStyle = alarming ? shapeColor('alarm', theme) : theme.colors.text.secondary;
    ctx.lineWidth = alarming ? 2 : 1.2;
    ctx.stroke();
    ctx.font = `500 11px ${theme.typography.fontFamily}`;
    ctx.textAlign = 'center';
    ctx.fillStyle = theme.colors.text.primary;
    ctx.fillText(text, 0, 0.5);
  }

  private entry(mark: Mark): void {
    const { ctx, theme } = this;
    const [first] = mark.entries;
    if (!first) {
      return;
    }
    const { path, color } = this.outline(shapeOf(first));
    const length = mark.end - mark.x;
    ctx.fillStyle = color;
    if (length > 0) {
      ctx.beginPath();
      ctx.roundRect(0, -PERIOD_HEIGHT / 2, length, PERIOD_HEIGHT, 3);
      ctx.globalAlpha = 0.25;
      ctx.fill();
      ctx.globalAlpha = 1;
      ctx.strokeStyle = color;
      ctx.lineWidth = 1;
      ctx.stroke();
    }
    ctx.fill(path, 'evenodd');
    const text = fitted(entryLabel(first), mark.room);
    if (text) {
      ctx.font = `12px ${theme.typography.fontFamily}`;
      ctx.textAlign = 'left';
      ctx.fillStyle = theme.colors.text.primary;
      ctx.fillText(text, length + 11, 0.5);
    }
  }

  private outline(shape: Shape): { path: Path2D; color: string } {
    const known = this.outlines.get(shape);
    if (known) {
      return known;
    }
    const made = { path: new Path2D(OUTLINES[shape]), color: shapeColor(shape, this.theme) };
    this.outlines.set(shape, made);
    return made;
  }
}
