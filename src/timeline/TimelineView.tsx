import React, {
  type KeyboardEvent,
  memo,
  type PointerEvent,
  Suspense,
  useCallback,
  useMemo,
  useRef,
  useState,
} from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, useStyles2 } from '@grafana/ui';

import { Backdrop } from './Backdrop';
import { canCorrect, type Correction } from './CorrectTime';
import { Details, EntryTable } from './later';
import { idOf, markOf, neighbour } from './keys';
import { Marks } from './Marks';
import { type Hover, PointerLines, PointerTip } from './Pointer';
import { Ribbons } from './Ribbons';
import { zoomed } from './scale';
import { Toolbar, type ViewMode } from './Toolbar';
import { Strips } from './Strips';
import { type Entry, type Range } from './types';
import { markAt, useGestures, xOf } from './useGestures';
import { type Place, type Shown, type TimelineData, useScene } from './useScene';
import { wholeRange } from './whole';

export interface TimelineViewProps extends Place {
  data: TimelineData;
  shown: Shown;
  /** Called with a range that somebody brushed or zoomed to; absent: the range is fixed. */
  onRange?: (range: Range) => void;
  correction?: Correction;
}

const TOOLBAR = 32;
const StillBackdrop = memo(Backdrop);
const StillRibbons = memo(Ribbons);
const StillStrips = memo(Strips);

/** Lanes of what happened over series on one axis of time. Draws data; asks nothing by itself. */
export function TimelineView({ data, shown, onRange, correction, ...place }: TimelineViewProps) {
  const styles = useStyles2(getStyles);
  const { range, width, timeZone } = place;
  const height = place.height === undefined ? undefined : Math.max(0, place.height - TOOLBAR);
  const scene = useScene(data, shown, { ...place, height });
  const [mode, setMode] = useState<ViewMode>('picture');
  const { selection, select, close, propose } = useSelection(scene.entries);
  const [hover, setHover] = useState<Hover>();
  const [focused, setFocused] = useState<string>();
  const stage = useRef<SVGSVGElement>(null);
  const canDrag = useCallback(
    (entry: Entry) => canCorrect(correction, entry) && correction.refusal === undefined,
    [correction]
  );

  const { gesture, cancel, handlers } = useGestures({
    scale: scene.scale,
    canBrush: onRange !== undefined,
    canDrag: (id) => {
      const mark = markOf(scene.packed, id);
      return mark !== undefined && mark.entries.length === 1 && mark.entries.every(canDrag);
    },
    onBrush: (next) => onRange?.(next),
    onDrop: propose,
    onPick: (id) =>
      id === undefined ? close() : select(markOf(scene.packed, id)?.entries.map((entry) => entry.id) ?? [id]),
  });

  const activeId = activeOf(scene.packed, focused);
  const onKeyDown = (event: KeyboardEvent<SVGSVGElement>) => {
    // With these a key is the browser's: back, or the size of the page.
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const at = markAt(event.target);
    const next = neighbour(scene.packed, at ?? activeId, event.key);
    if (next) {
      event.preventDefault();
      setFocused(idOf(next));
      stage.current?.querySelector<SVGGElement>(`[data-mark="${CSS.escape(idOf(next))}"]`)?.focus();
    } else if ((event.key === 'Enter' || event.key === ' ') && at !== undefined) {
      event.preventDefault();
      select(markOf(scene.packed, at)?.entries.map((entry) => entry.id) ?? []);
    } else if (event.key === 'Escape') {
      cancel();
      close();
    } else if (onRange && (event.key === '+' || event.key === '=')) {
      onRange(zoomed(range, 0.5));
    } else if (onRange && event.key === '-') {
      onRange(zoomed(range, 2));
    }
  };
  const onHover = (event: PointerEvent<SVGSVGElement>) => {
    handlers.onPointerMove(event);
    const mark = markOf(scene.packed, markAt(event.target));
    setHover({ x: xOf(event), clientX: event.clientX, clientY: event.clientY, mark });
  };
  const whole = useMemo(() => wholeRange(scene.entries, data.milestones), [scene.entries, data.milestones]);
  const { layout } = scene;
  const selectedId = selection.ids[0];
  return (
    <div className={styles.view} style={{ width, height: place.height }} data-testid="pir timeline">
      <Toolbar
        entries={scene.entries}
        mode={mode}
        narrow={layout.narrow}
        onMode={setMode}
        zoom={onRange && { out: () => onRange(zoomed(range, 2)), whole, onWhole: () => whole && onRange(whole) }}
      />
      {mode === 'table' ? (
        <Suspense fallback={null}>
          <EntryTable
            entries={scene.entries}
            range={range}
            timeZone={timeZone}
            height={height ?? 480}
            narrow={layout.narrow}
            selectedId={selectedId}
            onSelect={(id) => select([id])}
          />
        </Suspense>
      ) : (
        <div className={styles.scroll} style={{ height: height ?? layout.height }}>
          <div style={{ position: 'relative', height: layout.height }}>
            <StillStrips tracks={data.tracks} layout={layout} range={range} timeZone={timeZone} width={width} />
            <svg
              ref={stage}
              className={styles.stage}
              width={width}
              height={layout.height}
              role="group"
              aria-label={t(
                'pirtimeline.stage',
                'Timeline: arrow keys go from entry to entry, Enter opens, + and - zoom'
              )}
              data-gesture={gesture?.kind}
              {...handlers}
              onPointerMove={onHover}
              onPointerLeave={() => setHover(undefined)}
              onDoubleClick={() => onRange?.(zoomed(range, 2))}
              onKeyDown={onKeyDown}
              onFocus={(event) => setFocused(markAt(event.target))}
            >
              <StillBackdrop scene={scene} markers={data.markers} timeZone={timeZone} />
              <StillRibbons scene={scene} />
              <Marks scene={scene} timeZone={timeZone} activeId={activeId} selectedId={selectedId} canDrag={canDrag} />
              <PointerLines scene={scene} gesture={gesture} hover={hover} timeZone={timeZone} />
            </svg>
            {scene.packed.every(({ marks }) => marks.length === 0) && <Elsewhere whole={whole} onRange={onRange} />}
            <PointerTip scene={scene} tracks={data.tracks} gesture={gesture} hover={hover} timeZone={timeZone} />
          </div>
        </div>
      )}
      <Suspense fallback={null}>
        {selection.entries.length > 0 && (
          <Details
            entries={selection.entries}
            timeZone={timeZone}
            correction={correction}
            proposed={selection.proposed}
            onPick={(entry) => select([entry.id])}
            onZoom={onRange && ((next) => onRange(zoomed(next, 1.2)))}
            onClose={close}
          />
        )}
      </Suspense>
    </div>
  );
}

/** No entry is in the range; says where they are. */
function Elsewhere({ whole, onRange }: { whole: Range | undefined; onRange?: (range: Range) => void }) {
  const styles = useStyles2(getStyles);
  if (!whole) {
    return null;
  }
  return (
    <div className={styles.elsewhere}>
      {t('pirtimeline.elsewhere', 'All entries are outside of this time range.')}
      {onRange && (
        <Button size="sm" variant="secondary" onClick={() => onRange(whole)}>
          {t('pirtimeline.whole', 'Show all entries')}
        </Button>
      )}
    </div>
  );
}

function activeOf(packed: ReturnType<typeof useScene>['packed'], focused: string | undefined): string | undefined {
  const mark = markOf(packed, focused) ?? packed.find(({ marks }) => marks.length > 0)?.marks[0];
  return mark && idOf(mark);
}

interface Selection {
  ids: readonly string[];
  /** Where the one selected entry was dragged to. */
  proposed?: number;
}

/** The selection is by id, so that it stays when the data comes anew; what is no longer there is not shown. */
function useSelection(entries: readonly Entry[]) {
  const [{ ids, proposed }, set] = useState<Selection>({ ids: [] });
  const byId = useMemo(() => new Map(entries.map((entry) => [entry.id, entry])), [entries]);
  const found = useMemo(() => ids.flatMap((id) => byId.get(id) ?? []), [ids, byId]);
  return {
    selection: { ids, proposed, entries: found },
    select: (next: string[]) => set({ ids: next }),
    propose: (id: string, at: number) => set({ ids: [id], proposed: at }),
    close: () => set({ ids: [] }),
  };
}

const getStyles = (theme: GrafanaTheme2) => ({
  view: css({ position: 'relative', display: 'flex', flexDirection: 'column' }),
  scroll: css({ overflowX: 'hidden', overflowY: 'auto' }),
  elsewhere: css({
    position: 'absolute',
    top: 8,
    left: 0,
    right: 0,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'center',
    gap: theme.spacing(1),
    color: theme.colors.text.secondary,
    pointerEvents: 'none',
    '& button': { pointerEvents: 'auto' },
  }),
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
