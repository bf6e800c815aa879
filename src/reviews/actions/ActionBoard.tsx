import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Text, useStyles2 } from '@grafana/ui';

import { type ActionItem, type ActionState } from '../../api/actionItems';
import { ACTION_STATES, actionStateName } from '../names';
import { ActionCard } from './ActionCard';

/** One column per state; what was dropped has one only where there is something in it. */
export function ActionBoard({ items }: { items: ActionItem[] }) {
  const styles = useStyles2(getStyles);
  const columns = ACTION_STATES.map((state) => ({ state, own: items.filter(({ action }) => action.state === state) }));
  return (
    <div className={styles.board}>
      {columns
        .filter(({ state, own }) => state !== 'dropped' || own.length > 0)
        .map(({ state, own }) => (
          <Column key={state} state={state} items={own} />
        ))}
    </div>
  );
}

function Column({ state, items }: { state: ActionState; items: ActionItem[] }) {
  const styles = useStyles2(getStyles);
  const id = `actions-${state}`;
  return (
    <section className={styles.column} aria-labelledby={id}>
      <Text element="h2" variant="h5" id={id}>
        {t('reviews.actions.column.heading', '{{state}} ({{count}})', {
          state: actionStateName(state),
          count: items.length,
        })}
      </Text>
      <ul className={styles.cards}>
        {items.map((item) => (
          <ActionCard key={item.id} item={item} withReview withState={false} />
        ))}
      </ul>
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  board: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 260px), 1fr))',
    alignItems: 'start',
    gap: theme.spacing(2),
  }),
  column: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), minWidth: 0 }),
  cards: css({ listStyle: 'none', display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
});
