import React, { type KeyboardEvent, Suspense, useMemo, useRef, useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { locationService } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';

import { type Incident } from '../api/types';
import { BoardView } from './BoardView';
import { type BoardItem, pathOf } from './item';
import { type BoardKey, meaningOf } from './keyboard';
import { targets } from './selection';
import { useBoardSelection } from './useBoardSelection';
import { useFocusBack } from '../ui/useFocusBack';
import { isEditor } from '../ui/user';
import { type DialogAction, isDialogAction } from './dialogAction';
import { BulkBar } from './BulkBar';
import { boardKeys } from './keys';
import { ActionDialog, KeysDialog } from './later';
import { Outcome } from './Outcome';
import { useTriage } from './useTriage';

interface Props {
  /** In the board's order. */
  items: BoardItem[];
  dense: boolean;
  /** No buttons and no boxes to choose; the keys stay. */
  bare?: boolean;
}

/** The board with its selection, keys and actions. It fills its container, which needs a height. */
export function TriageBoard({ items, dense, bare = false }: Props) {
  const styles = useStyles2(getStyles);
  const container = useRef<HTMLDivElement>(null);
  const ids = useMemo(() => items.map(({ id }) => id), [items]);
  const board = useBoardSelection(ids);
  const triage = useTriage();
  const [dialog, setDialog] = useState<DialogAction | 'keys'>();
  const { onFocus, focusBack } = useFocusBack(container);
  const incidents = useMemo(() => incidentsOf(items, targets(board.selection)), [items, board.selection]);

  const close = () => {
    setDialog(undefined);
    focusBack();
  };
  const acknowledge = () => {
    const open = incidents.filter(({ acknowledged }) => !acknowledged);
    const action = open.length > 0 ? 'acknowledge' : 'unacknowledge';
    triage.act(action, open.length > 0 ? open : incidents);
    board.clear();
  };
  const act = (action: BoardKey) => {
    if (!isEditor() || triage.busy) {
      return;
    }
    if (action === 'undo') {
      triage.undo();
    } else if (incidents.length > 0 && action === 'acknowledge') {
      acknowledge();
    } else if (incidents.length > 0 && isDialogAction(action)) {
      setDialog(action);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const key = dialog ? undefined : meaningOf(event);
    if (!key) {
      return;
    }
    event.preventDefault();
    // Grafana has keys of its own, such as "?".
    event.stopPropagation();
    const { current } = board.selection;
    const moves: Partial<Record<BoardKey, () => void>> = {
      next: () => board.move(1),
      previous: () => board.move(-1),
      choose: () => current && board.choose(current),
      clear: board.clear,
      help: () => setDialog('keys'),
      open: () => open(items, current),
    };
    const move = moves[key];
    if (move) {
      move();
    } else if (!event.repeat) {
      // A key that is held would acknowledge and take it back in turns.
      act(key);
    }
  };

  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the board, also before an incident has the focus
    <div
      ref={container}
      className={styles.board}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- so that the keys work before an incident has the focus
      tabIndex={0}
      role="group"
      aria-label={t('triage.board', 'Board; press ? for its keys')}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
    >
      {!bare && (
        <BulkBar
          incidents={incidents}
          chosen={board.selection.chosen.size}
          busy={triage.busy}
          onAcknowledge={acknowledge}
          onDialog={setDialog}
          onChooseAll={board.chooseAll}
          onClear={board.clear}
          onHelp={() => setDialog('keys')}
        />
      )}
      <Outcome triage={triage} />
      <div className={styles.view}>
        <BoardView
          items={items}
          dense={dense}
          selection={board.selection}
          moves={board.moves}
          onChoose={bare ? undefined : board.choose}
          onCurrent={board.setCurrent}
        />
      </div>
      <Suspense fallback={null}>
        {dialog === 'keys' && (
          <KeysDialog title={t('triage.keys-title', 'Keys of the board')} keys={boardKeys()} onClose={close} />
        )}
        {dialog && dialog !== 'keys' && (
          <ActionDialog
            action={dialog}
            incidents={incidents}
            onClose={close}
            onDo={(words) => {
              const others = dialog === 'merge' ? incidents.filter(({ number }) => number !== words.into) : incidents;
              triage.act(dialog, others, words);
              board.clear();
              close();
            }}
          />
        )}
      </Suspense>
    </div>
  );
}

function incidentsOf(items: BoardItem[], ids: string[]): Incident[] {
  const wanted = new Set(ids);
  return items.flatMap(({ id, incident }) => (incident && wanted.has(id) ? [incident] : []));
}

function open(items: BoardItem[], current: string | undefined) {
  const item = items.find(({ id }) => id === current);
  const path = item && pathOf(item);
  // Other origins are opened by the link itself, which has the focus.
  if (path?.startsWith('/')) {
    locationService.push(path);
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  board: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    flex: 1,
    minHeight: 0,
    '&:focus-visible': { outline: `1px dashed ${theme.colors.primary.border}` },
  }),
  view: css({ flex: 1, minHeight: 0 }),
});
