import React, { useId } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Text, useStyles2 } from '@grafana/ui';

import { ByMonth, type MonthCount } from './ByMonth';

export interface Bar {
  id: string;
  name: string;
  /** Decides the length of the bar. */
  size: number;
  /** The figure with its unit. */
  text: string;
  color?: string;
  /** The same month by month, the oldest first. */
  byMonth?: MonthCount[];
}

interface Props {
  title: string;
  /** What the bars count. */
  hint: string;
  /** Of the first column. */
  names: string;
  /** Of the second column. */
  figures: string;
  bars: Bar[];
  empty: string;
}

/** A bar chart that is a table, so that it is read aloud and copied as one. */
export function BarTable({ title, hint, names, figures, bars, empty }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const largest = Math.max(...bars.map(({ size }) => size), 0);
  // One month says nothing that the count does not.
  const history = bars.some(({ byMonth = [] }) => byMonth.length > 1);
  return (
    <section className={styles.card} aria-labelledby={id}>
      <Text element="h2" variant="h5" id={id}>
        {title}
      </Text>
      <p className={styles.hint}>{hint}</p>
      {bars.length === 0 ? (
        <p className={styles.hint}>{empty}</p>
      ) : (
        <table className={styles.table} aria-labelledby={id}>
          <thead className={styles.head}>
            <tr>
              <th>{names}</th>
              <th>{figures}</th>
              {history && <th>{t('reviews.trends.column.history', 'By month')}</th>}
            </tr>
          </thead>
          <tbody>
            {bars.map((bar) => (
              <tr key={bar.id}>
                <th scope="row">{bar.name}</th>
                <td>
                  <div className={styles.cell}>
                    <span className={styles.track} aria-hidden>
                      <span
                        className={styles.bar}
                        style={{ width: `${largest > 0 ? (100 * bar.size) / largest : 0}%`, background: bar.color }}
                      />
                    </span>
                    <span className={styles.figure}>{bar.text}</span>
                  </div>
                </td>
                {history && (
                  <td className={styles.history}>
                    <ByMonth months={bar.byMonth ?? []} />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    padding: theme.spacing(2),
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    minWidth: 0,
  }),
  hint: css({
    margin: 0,
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  table: css({
    width: '100%',
    tableLayout: 'fixed',
    marginTop: theme.spacing(1),
    'th, td': { padding: theme.spacing(0.5, 0), textAlign: 'left', verticalAlign: 'middle' },
    '& tbody th': {
      paddingRight: theme.spacing(1),
      fontWeight: theme.typography.fontWeightRegular,
      overflowWrap: 'anywhere',
    },
  }),
  // The title says what the columns are; only readers of tables need their names.
  head: css({ '& th': { padding: '0 !important', height: 0, fontSize: 0, lineHeight: 0 } }),
  history: css({ width: 88, paddingLeft: `${theme.spacing(1.5)} !important` }),
  cell: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1) }),
  track: css({ flexGrow: 1, height: 10, minWidth: 20 }),
  bar: css({
    display: 'block',
    height: '100%',
    '&:not([style^="width: 0%"])': { minWidth: 2 },
    borderRadius: theme.shape.radius.default,
    background: theme.colors.primary.main,
  }),
  figure: css({
    flexShrink: 0,
    minWidth: '5ch',
    textAlign: 'right',
    fontVariantNumeric: 'tabular-nums',
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
