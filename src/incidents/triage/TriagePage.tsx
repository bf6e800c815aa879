import React, { useMemo } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { PluginPage } from '@grafana/runtime';
import { Alert, useStyles2 } from '@grafana/ui';

import { useBoard } from '../../api/board';
import { navUrl, ROUTES } from '../../app/nav';
import { compareItems, itemOf, matches } from '../../board/item';
import { EmptyState } from '../../ui/EmptyState';
import { LiveIndicator } from '../../ui/LiveIndicator';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { BoardBar } from './BoardBar';
import { TriageBoard } from '../../board/TriageBoard';
import { NothingOpen } from '../list/NoIncidents';
import { useBoardView } from './useBoardView';

/** All open incidents on one board, worked on by mouse, finger or keyboard. */
export function TriagePage() {
  const styles = useStyles2(getStyles);
  const [view, change] = useBoardView();
  const board = useBoard();
  const all = useMemo(() => (board.data?.incidents ?? []).map(itemOf).sort(compareItems), [board.data]);
  const items = useMemo(() => all.filter((item) => matches(item, view)), [all, view]);
  return (
    <PluginPage
      pageNav={{ text: t('triage.title', 'Triage'), url: navUrl(ROUTES.triage) }}
      actions={<LiveIndicator dataAt={board.dataUpdatedAt} />}
    >
      <div className={styles.page}>
        <BoardBar view={view} onChange={change} shown={board.data && items.length} all={all.length} />
        <div className={styles.notices}>
          {board.isError && (
            <QueryError
              title={t('triage.load-failed', 'The board could not be loaded')}
              error={board.error}
              stale={board.data !== undefined}
              onRetry={() => void board.refetch()}
            />
          )}
          {board.data?.truncated && (
            <Alert
              severity="warning"
              title={t('triage.truncated', 'Only the {{count}} worst open incidents are shown', {
                count: all.length,
                defaultValue_one: 'Only the {{count}} worst open incident is shown',
              })}
            />
          )}
        </div>
        {board.isPending && <Loading />}
        {board.data && items.length === 0 && (all.length > 0 ? <NothingMatches /> : <NothingOpen />)}
        {items.length > 0 && <TriageBoard items={items} dense={view.dense} />}
      </div>
    </PluginPage>
  );
}

function NothingMatches() {
  return (
    <EmptyState title={t('triage.nothing-matches', 'No open incident matches')} icon="filter">
      {t('triage.nothing-matches-why', 'Take some of the filters off.')}
    </EmptyState>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  // An alert of Grafana grows where it can; the room is the board's.
  notices: css({ flexShrink: 0, '&:empty': { display: 'none' } }),
  // The lanes scroll, not the page; the rest is Grafana's header and this page's.
  page: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    height: 'max(420px, calc(100vh - 210px))',
    minHeight: 0,
    [theme.breakpoints.down('md')]: { height: 'max(420px, calc(100vh - 130px))' },
  }),
});
