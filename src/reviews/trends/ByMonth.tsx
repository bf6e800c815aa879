import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Tooltip, useStyles2 } from '@grafana/ui';

export interface MonthCount {
  /** Such as 2026-08. */
  month: string;
  count: number;
}

/** Whether something grows or fades: one small bar for each month. The figures are in its name and in the tooltip. */
export function ByMonth({ months }: { months: MonthCount[] }) {
  const styles = useStyles2(getStyles);
  const largest = Math.max(...months.map(({ count }) => count), 1);
  const text = months
    .filter(({ count }) => count > 0)
    .map(({ month, count }) =>
      t('reviews.trends.in-month', '{{month}}: {{count}}', { month, count, interpolation: { escapeValue: false } })
    )
    .join(', ');
  return (
    <Tooltip content={text} placement="left">
      <span className={styles.bars} role="img" aria-label={text}>
        {months.map(({ month, count }) => (
          <span key={month} className={styles.bar} style={{ height: `${(100 * count) / largest}%` }} />
        ))}
      </span>
    </Tooltip>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bars: css({
    display: 'flex',
    alignItems: 'flex-end',
    gap: 1,
    height: 20,
    borderBottom: `1px solid ${theme.colors.border.medium}`,
  }),
  bar: css({ flex: '1 1 0', maxWidth: 10, background: theme.visualization.getColorByName('blue') }),
});
