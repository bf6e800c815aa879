import React, { useState } from 'react';
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Text, useStyles2 } from '@grafana/ui';

import { absoluteTime, clockTime } from '../../ui/clock';
import { type Category, levelRank } from './categories';

interface Props {
  categories: Category[];
  picked: Category | undefined;
  onPick: (category: Category | undefined) => void;
}

const SHOWN = 8;

/** Kinds of log lines with their severity, frequency, and when they were seen; a click shows the lines of one. */
export function CategoryTable({ categories, picked, onPick }: Props) {
  const styles = useStyles2(getStyles);
  const [all, setAll] = useState(false);
  if (categories.length === 0) {
    return <Text color="secondary">{t('logs.none', 'No line in this time range.')}</Text>;
  }
  const most = Math.max(...categories.map(({ count }) => count));
  const shown = all ? categories : categories.slice(0, SHOWN);
  return (
    <div className={styles.wrapper}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('logs.column.level', 'Severity')}</th>
            <th scope="col">{t('logs.column.type', 'Kind')}</th>
            <th scope="col">{t('logs.column.count', 'Lines')}</th>
            <th scope="col">{t('logs.column.first', 'First')}</th>
            <th scope="col">{t('logs.column.last', 'Last')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((category) => (
            <Row
              key={`${category.level} ${category.type}`}
              category={category}
              share={category.count / most}
              selected={isSame(category, picked)}
              onPick={onPick}
            />
          ))}
        </tbody>
      </table>
      {categories.length > SHOWN && (
        <Button size="sm" variant="secondary" fill="text" onClick={() => setAll(!all)}>
          {all
            ? t('logs.fewer', 'Show fewer')
            : t('logs.more', 'Show all {{count}} kinds', {
                count: categories.length,
                defaultValue_one: 'Show the {{count}} kind',
              })}
        </Button>
      )}
    </div>
  );
}

/** Kind and severity in words. */
export function categoryName({ type, level }: Category): string {
  return [type || t('logs.no-type', 'without a type'), level].filter(Boolean).join(' · ');
}

function isSame(a: Category, b: Category | undefined): boolean {
  return a.type === b?.type && a.level === b.level;
}

interface RowProps {
  category: Category;
  /** Of the most frequent kind, 0 to 1. */
  share: number;
  selected: boolean;
  onPick: Props['onPick'];
}

function Row({ category, share, selected, onPick }: RowProps) {
  const styles = useStyles2(getStyles);
  const { level, count, firstAt, lastAt } = category;
  return (
    <tr className={cx(selected && styles.selected)}>
      <td>
        <span className={cx(styles.level, styles.levels[levelRank(level)])}>{level || '–'}</span>
      </td>
      <td className={styles.kind}>
        <Button
          size="sm"
          fill="text"
          variant="primary"
          aria-pressed={selected}
          onClick={() => onPick(selected ? undefined : category)}
        >
          {category.type || t('logs.no-type', 'without a type')}
        </Button>
      </td>
      <td className={styles.count}>
        <span className={styles.bar} style={{ width: `${Math.max(share * 100, 1)}%` }} aria-hidden />
        <span className={styles.number}>{count.toLocaleString()}</span>
      </td>
      <td>{firstAt !== undefined && <time title={absoluteTime(firstAt)}>{clockTime(firstAt)}</time>}</td>
      <td>{lastAt !== undefined && <time title={absoluteTime(lastAt)}>{clockTime(lastAt)}</time>}</td>
    </tr>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  wrapper: css({ overflowX: 'auto' }),
  table: css({
    width: '100%',
    fontVariantNumeric: 'tabular-nums',
    '& th': {
      padding: theme.spacing(0.5, 1),
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      fontWeight: theme.typography.fontWeightRegular,
      textAlign: 'left',
    },
    '& td': {
      padding: theme.spacing(0.25, 1),
      borderTop: `1px solid ${theme.colors.border.weak}`,
      whiteSpace: 'nowrap',
    },
  }),
  selected: css({ background: theme.colors.action.selected }),
  kind: css({
    width: '60%',
    '&&': { whiteSpace: 'normal' },
    '& button': { height: 'auto', padding: 0, textAlign: 'left', whiteSpace: 'normal', overflowWrap: 'anywhere' },
  }),
  count: css({ position: 'relative', minWidth: theme.spacing(12), textAlign: 'right' }),
  bar: css({
    position: 'absolute',
    inset: `${theme.spacing(0.5)} auto ${theme.spacing(0.5)} 0`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.action.selected,
  }),
  number: css({ position: 'relative' }),
  level: css({ fontWeight: theme.typography.fontWeightMedium }),
  // The word says it; the colour helps the eye.
  levels: [
    css({ color: theme.colors.error.text }),
    css({ color: theme.colors.error.text }),
    css({ color: theme.colors.warning.text }),
  ],
});
