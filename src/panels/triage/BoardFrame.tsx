import React, { type ReactNode } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';

import { type BoardItem } from '../../board/item';
import { TriageBoard } from '../../board/TriageBoard';
import { Counts } from './Counts';
import { layoutOf } from './layout';
import { type Panel } from './useItems';

interface Props {
  panel: Panel;
  /** In the board's order, and only what is to be shown. */
  items: BoardItem[];
  /** How many the options leave out. */
  hidden: number;
  /** That changes do not arrive by themselves. */
  live?: ReactNode;
  /** What is wrong. */
  notice: ReactNode;
  /** There is nothing to show because of that. */
  failed: boolean;
}

/** The board in the size of its panel. */
export function BoardFrame({ panel, items, hidden, live, notice, failed }: Props) {
  const styles = useStyles2(getStyles);
  const { width, height, options, fieldConfig } = panel;
  const { dense, small } = layoutOf(options.view, width, height);
  const bare = small || !options.actions || !items.some(({ incident }) => incident);
  return (
    <div className={styles.frame} style={{ width, height }}>
      {notice}
      {live && <div>{live}</div>}
      {small && items.length > 0 && <Counts items={items} />}
      {items.length > 0 && <TriageBoard items={items} dense={dense} bare={bare} />}
      {items.length === 0 && !failed && (
        <p className={styles.empty} role="status">
          {fieldConfig.defaults.noValue || emptyText(hidden)}
        </p>
      )}
    </div>
  );
}

function emptyText(hidden: number): string {
  return hidden > 0
    ? t('triage-panel.all-hidden', "Nothing matches the panel's filters")
    : t('triage-panel.nothing', 'Nothing is open');
}

const getStyles = (theme: GrafanaTheme2) => ({
  // Notices may be taller than a small panel.
  frame: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5), overflowY: 'auto' }),
  empty: css({ margin: 'auto', color: theme.colors.text.secondary, textAlign: 'center' }),
});
