import React, { memo, type PointerEvent, useMemo, useRef, useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { type TimeZone } from '@grafana/schema';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';

import { Backdrop } from './Backdrop';
import { markAtPoint } from './hit';
import { idOf, markOf } from './keys';
import { MarkCanvas } from './MarkCanvas';
import { isDense, Marks } from './Marks';
import { type Hover, PointerLines, PointerTip } from './Pointer';
import { Ribbons } from './Ribbons';
import { zoomed } from './scale';
import { type Entry, type Range } from './types';
import { markAt, pointOf, useGestures } from './useGestures';
import { useKeys } from './useKeys';
import { type Scene, type TimelineData } from './useScene';

interface Props {
  data: TimelineData;
  scene: Scene;
  width: number;
  timeZone: TimeZone;
  selectedId: string | undefined;
  canDrag: (entry: Entry) => boolean;
  onRange?: (range: Range) => void;
  /** The ids of the entries of a mark; none: nothing is selected any more. */
  onSelect: (ids: string[]) => void;
  /** An entry was dragged to a time. */
  onDrop: (id: string, at: number) => void;
}

const StillBackdrop = memo(Backdrop);
const StillRibbons = memo(Ribbons);

/** Everything between the strips of series and the details: what is drawn, pointer and keys. Only this follows the pointer. */
export function Stage({ data, scene, width, timeZone, selectedId, canDrag, onRange, onSelect, onDrop }: Props) {
  const styles = useStyles2(getStyles);
  const stage = useRef<SVGSVGElement>(null);
  const [hover, setHover] = useState<Hover>();
  const dense = isDense(scene);
  const idAt = (event: PointerEvent<SVGSVGElement>) => {
    const { x, y } = pointOf(event);
    const painted = dense ? markAtPoint(scene, x, y) : undefined;
    return painted ? idOf(painted) : markAt(event.target);
  };
  const pick = (id: string | undefined) =>
    onSelect(id === undefined ? [] : (markOf(scene.packed, id)?.entries.map((entry) => entry.id) ?? [id]));

  const { gesture, cancel, handlers } = useGestures({
    scale: scene.scale,
    canBrush: onRange !== undefined,
    canDrag: (id) => {
      const mark = markOf(scene.packed, id);
      return mark !== undefined && mark.entries.length === 1 && mark.entries.every(canDrag);
    },
    onBrush: (next) => onRange?.(next),
    onDrop: (id, at) => {
      setHover(undefined); // what follows the pointer would lie over the question
      onDrop(id, at);
    },
    onPick: pick,
    idAt,
  });
  const { active, onKeyDown, onFocus } = useKeys({
    scene,
    stage,
    onRange,
    onPick: pick,
    onEscape: () => {
      cancel();
      pick(undefined);
    },
  });
  const onHover = (event: PointerEvent<SVGSVGElement>) => {
    handlers.onPointerMove(event);
    const mark = markOf(scene.packed, idAt(event));
    setHover({ x: pointOf(event).x, clientX: event.clientX, clientY: event.clientY, mark });
  };

  const over = hover?.mark;
  const selected = useMemo(() => markOf(scene.packed, selectedId), [scene, selectedId]);
  const only = useMemo(() => (dense ? new Set([active, selected, over]) : undefined), [dense, active, selected, over]);
  return (
    <>
      <svg
        ref={stage}
        className={styles.stage}
        width={width}
        height={scene.layout.height}
        role="group"
        aria-label={t('pirtimeline.stage', 'Timeline: arrow keys go from entry to entry, Enter opens, + and - zoom')}
        data-gesture={gesture?.kind}
        {...handlers}
        onPointerMove={onHover}
        onPointerLeave={() => setHover(undefined)}
        onDoubleClick={() => onRange?.(zoomed(scene.scale.range, 2))}
        onKeyDown={onKeyDown}
        onFocus={onFocus}
      >
        <StillBackdrop scene={scene} markers={data.markers} timeZone={timeZone} />
        <StillRibbons scene={scene} />
        <Marks
          scene={scene}
          timeZone={timeZone}
          activeId={active && idOf(active)}
          selectedId={selectedId}
          canDrag={canDrag}
          only={only}
        />
        <PointerLines scene={scene} gesture={gesture} hover={hover} timeZone={timeZone} />
      </svg>
      {dense && <MarkCanvas scene={scene} width={width} />}
      <PointerTip scene={scene} tracks={data.tracks} gesture={gesture} hover={hover} timeZone={timeZone} />
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  stage: css({
    position: 'absolute',
    inset: 0,
    touchAction: 'pan-y',
    userSelect: 'none',
    cursor: 'crosshair',
    fontFamily: theme.typography.fontFamily,
    '&[data-gesture="drag"]': { cursor: 'grabbing' },
  }),
});
