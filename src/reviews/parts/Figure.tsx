import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, useStyles2 } from '@grafana/ui';

import { type ReviewMeasure } from '../../api/reviews';
import { absoluteTime } from '../../ui/clock';

const DIGITS = 4;

/** One figure with how it came about; the query and its range behind a fold. */
export function Figure({ measure }: { measure: ReviewMeasure }) {
  const styles = useStyles2(getStyles);
  const { title, value, unit, method, baseline, note, failure, query, sourceName, from, to, by, askedAt } = measure;
  return (
    <li className={styles.card}>
      <div className={styles.title}>{title}</div>
      <div className={styles.value}>
        {numberText(value)} <span className={styles.unit}>{value === undefined ? '' : unit}</span>
      </div>
      <div>
        {method === 'measured' ? (
          <Badge color="green" icon="check" text={t('review.figure.measured', 'Measured')} />
        ) : (
          <Badge color="orange" icon="edit" text={t('review.figure.estimated', 'Estimated')} />
        )}
      </div>
      {baseline !== undefined && (
        <div className={styles.small}>
          {t('review.figure.baseline', 'Usual in as long a time: {{value}} {{unit}}', {
            value: numberText(baseline),
            unit,
            interpolation: { escapeValue: false },
          })}
        </div>
      )}
      {failure && <div className={styles.small}>{failure}</div>}
      {note && <div className={styles.small}>{note}</div>}
      <details className={styles.small}>
        <summary>{t('review.figure.evidence', 'How one knows')}</summary>
        {query && <pre className={styles.query}>{query}</pre>}
        <div>
          {[
            sourceName,
            from && to && `${absoluteTime(from)} – ${absoluteTime(to)}`,
            askedAt && by
              ? t('review.figure.by', '{{by}}, {{time}}', {
                  by,
                  time: absoluteTime(askedAt),
                  interpolation: { escapeValue: false },
                })
              : by,
          ]
            .filter(Boolean)
            .join(' · ')}
        </div>
      </details>
    </li>
  );
}

/** A dash where the figure is not known; why stands beside it. */
function numberText(value: number | undefined): string {
  if (value === undefined) {
    return '–';
  }
  const digits = Math.abs(value) >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: DIGITS };
  return new Intl.NumberFormat(undefined, digits).format(value);
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    minWidth: 0,
    padding: theme.spacing(1.5),
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    breakInside: 'avoid',
  }),
  title: css({ color: theme.colors.text.secondary }),
  value: css({ fontSize: theme.typography.h2.fontSize, lineHeight: 1.2, fontVariantNumeric: 'tabular-nums' }),
  unit: css({ fontSize: theme.typography.body.fontSize, color: theme.colors.text.secondary }),
  small: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
    '& summary': { cursor: 'pointer' },
  }),
  query: css({
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    margin: theme.spacing(0.5, 0),
    padding: theme.spacing(1),
  }),
});
