import React, { memo, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, useStyles2 } from '@grafana/ui';

import { canCorrect, type Correction } from './correction';
import { Details, EntryTable } from './later';
import { zoomed } from './scale';
import { Stage } from './Stage';
import { Strips } from './Strips';
import { Toolbar, type ViewMode } from './Toolbar';
import { type Entry, type Range } from './types';
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
const StillStrips = memo(Strips);

/** Lanes of what happened over series on one axis of time. Draws data; asks nothing by itself. */
export function TimelineView({ data, shown, onRange, correction, ...place }: TimelineViewProps) {
  const styles = useStyles2(getStyles);
  const { range, width, timeZone } = place;
  const height = place.height === undefined ? undefined : Math.max(0, place.height - TOOLBAR);
  const scene = useScene(data, shown, { ...place, height });
  const [mode, setMode] = useState<ViewMode>('picture');
  const { selection, select, close, propose } = useSelection(scene.entries);
  const canDrag = useCallback(
    (entry: Entry) => canCorrect(correction, entry) && correction.refusal === undefined,
    [correction]
  );
  const whole = useMemo(() => wholeRange(scene.entries, data.milestones), [scene.entries, data.milestones]);
  const { layout } = scene;
  const selectedId = selection.ids[0];
  const view = useRef<HTMLDivElement>(null);
  const leave = () => {
    close();
    // Back to where the details were opened from; in the table the rows are the way.
    view.current?.querySelector<SVGGElement>('[data-mark][tabindex="0"]')?.focus();
  };
  return (
    <div ref={view} className={styles.view} style={{ width, height: place.height }} data-testid="pir timeline">
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
            <Stage
              data={data}
              scene={scene}
              width={width}
              timeZone={timeZone}
              selectedId={selectedId}
              canDrag={canDrag}
              onRange={onRange}
              onSelect={select}
              onDrop={propose}
            />
            {scene.entries.length > 0 && scene.packed.every(({ marks }) => marks.length === 0) && (
              <Elsewhere whole={whole} onRange={onRange} />
            )}
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
            onSettled={() => select([...selection.ids])}
            onClose={leave}
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
});
