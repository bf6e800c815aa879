import React, { memo, useLayoutEffect, useRef } from 'react';
import { useTheme2 } from '@grafana/ui';

import { paintMarks } from './paint';
import { type Scene } from './useScene';

/** Many marks, painted at once: as elements they would take longer than a frame at each step of a brush. */
export const MarkCanvas = memo(function MarkCanvas({ scene, width }: { scene: Scene; width: number }) {
  const theme = useTheme2();
  const canvas = useRef<HTMLCanvasElement>(null);
  const height = scene.layout.tracks[0]?.top ?? scene.layout.axis.top;
  useLayoutEffect(() => {
    const element = canvas.current;
    const ctx = element?.getContext('2d');
    if (!element || !ctx) {
      return;
    }
    const ratio = window.devicePixelRatio || 1;
    // This clears it, too.
    element.width = Math.round(width * ratio);
    element.height = Math.round(height * ratio);
    paintMarks(ctx, scene, theme, ratio);
  }, [scene, theme, width, height]);
  return (
    <canvas
      ref={canvas}
      aria-hidden
      data-testid="timeline marks"
      style={{ position: 'absolute', top: 0, left: 0, width, height, pointerEvents: 'none' }}
    />
  );
});
