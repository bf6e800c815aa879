import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, TextLink, useStyles2 } from '@grafana/ui';

import { type ActionItem } from '../../api/actionItems';
import { useReviewOptions } from '../../api/reviews';
import { reviewPath } from '../../app/nav';
import { DueDay } from '../Bits';
import { ACTION_COLORS, actionStateName, titleOf } from '../names';

/** Stands where there is nothing. */
const NONE = '–';

export function ActionTable({ items }: { items: ActionItem[] }) {
  const styles = useStyles2(getStyles);
  const options = useReviewOptions();
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th>{t('reviews.actions.column.action', 'Action')}</th>
            <th>{t('reviews.actions.column.state', 'State')}</th>
            <th>{t('reviews.actions.column.due', 'Due')}</th>
            <th>{t('reviews.actions.column.owner', 'Owner')}</th>
            <th>{t('reviews.actions.column.type', 'Type')}</th>
            <th>{t('reviews.actions.column.review', 'Review')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ id, number, action, overdue }) => (
            <tr key={id}>
              <td>
                {action.title} {action.must && <Badge color="red" text={t('review.action.must', 'Must be done')} />}{' '}
                {action.ticket && (
                  <TextLink href={action.ticket} external>
                    {t('review.action.to-ticket', 'Ticket')}
                  </TextLink>
                )}
              </td>
              <td>
                <Badge color={ACTION_COLORS[action.state]} text={actionStateName(action.state)} />
              </td>
              <td>{action.dueAt ? <DueDay at={action.dueAt} overdue={overdue} /> : NONE}</td>
              <td>{[action.owner, action.team].filter(Boolean).join(', ') || NONE}</td>
              <td>{titleOf(options.data?.actionTypes, action.type)}</td>
              <td>
                <TextLink inline={false} href={`${reviewPath(number)}#action-${id}`}>{`#${number}`}</TextLink>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  scroll: css({ overflowX: 'auto' }),
  table: css({
    width: '100%',
    minWidth: 640,
    'th, td': {
      padding: theme.spacing(0.75, 1),
      textAlign: 'left',
      verticalAlign: 'top',
      borderBottom: `1px solid ${theme.colors.border.weak}`,
      fontVariantNumeric: 'tabular-nums',
    },
    'td:first-child': { minWidth: 220, overflowWrap: 'anywhere' },
  }),
});
