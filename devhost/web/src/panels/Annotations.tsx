import React, { useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { type DataFrame, textUtil } from '@grafana/data';
import { type UPlotConfigBuilder, useTheme2 } from '@grafana/ui';
import { draw, isRegion, type Mark, marksOf } from './annotationMarks';

interface Place {
  mark: Mark;
  left: number;
  width: number;
}

/** Where marks that are in view stand below the plot, in pixels of the page. */
function placesOf(plot: uPlot, marks: Mark[]): Place[] {
  const most = plot.over.clientWidth;
  return marks.flatMap((mark) => {
    const from = plot.valToPos(mark.from, 'x');
    const to = isRegion(mark) ? plot.valToPos(mark.to ?? mark.from, 'x') : from;
    if (to < 0 || from > most) {
      return [];
    }
    const left = Math.max(0, from);
    return [{ mark, left: left - 3, width: Math.max(6, Math.min(to, most) - left) }];
  });
}

/** A mark below the plot that tells its text when it is pointed at or focused, as in Grafana. */
function Marker({ mark, left, width, color }: Place & { color: string }) {
  const [open, setOpen] = useState(false);
  const theme = useTheme2();
  const html = textUtil.sanitize(mark.title + (mark.text ? `<br />${mark.text}` : ''));
  return (
    <>
      <button
        data-testid="data-testid annotation-marker"
        aria-label={isRegion(mark) ? 'Annotation region' : 'Annotation'}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onMouseEnter={() => setOpen(true)}
        onMouseLeave={() => setOpen(false)}
        style={{
          position: 'absolute',
          zIndex: 1, // above the axis, which is drawn later
          top: '100%',
          left,
          width,
          height: 5,
          padding: 0,
          border: 0,
          background: color,
        }}
      />
      {open && (
        <div
          role="tooltip"
          style={{
            position: 'absolute',
            bottom: 4,
            left: Math.max(0, left - 120),
            zIndex: theme.zIndex.tooltip,
            padding: theme.spacing(1),
            background: theme.colors.background.elevated,
            border: `1px solid ${theme.colors.border.medium}`,
          }}
          dangerouslySetInnerHTML={{ __html: html }}
        />
      )}
    </>
  );
}

/** Always the same array: a new one at each render would be drawn, and rendered, again and again. */
const none: DataFrame[] = [];

/** Draws annotations as lines and regions below the series, with a marker for each under the plot. */
export function Annotations({ config, frames = none }: { config: UPlotConfigBuilder; frames?: DataFrame[] }) {
  const theme = useTheme2();
  const marks = useRef<Mark[]>([]);
  const [plot, setPlot] = useState<uPlot>();
  const [places, setPlaces] = useState<Place[]>([]);
  const color = theme.colors.primary.main;
  useLayoutEffect(() => {
    config.addHook('init', setPlot);
    config.addHook('drawClear', (u) => {
      draw(u, marks.current, color);
      setPlaces(placesOf(u, marks.current));
    });
  }, [config, color]);
  useLayoutEffect(() => {
    marks.current = marksOf(frames);
    plot?.redraw();
  }, [frames, plot]);
  if (!plot) {
    return null;
  }
  return createPortal(
    places.map((place) => (
      <Marker key={`${place.mark.from} ${place.mark.title}`} {...place} color={place.mark.color ?? color} />
    )),
    plot.over
  );
}
