import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Tooltip, useStyles2 } from '@grafana/ui';

import { type ReviewQuality, useReview } from '../api/reviews';

const GOOD = 80;
const FAIR = 50;

interface Props {
  score: number;
  /** What costs points, on hover and focus. */
  children: React.ReactElement;
}

/** A score from 0 to 100 with a bar. */
export function Score({ score, children }: Props) {
  const styles = useStyles2(getStyles, score);
  return (
    <Tooltip content={children} placement="left" interactive>
      <button
        type="button"
        className={styles.button}
        aria-label={t('review.quality.score', 'Quality {{score}} of 100', { score })}
      >
        <span className={styles.number}>{score}</span>
        <span className={styles.track} aria-hidden>
          <span className={styles.fill} />
        </span>
      </button>
    </Tooltip>
  );
}

/** The reasons of a review that is not read yet; lists have only the score. */
export function ReasonsOf({ number }: { number: number }) {
  const { data, error } = useReview(number);
  if (data) {
    return <Reasons quality={data.quality} />;
  }
  return <>{error ? error.message : t('review.quality.loading', 'Loading what costs points…')}</>;
}

export function Reasons({ quality: { reasons } }: { quality: ReviewQuality }) {
  const styles = useStyles2(getStyles, 0);
  if (reasons.length === 0) {
    return <>{t('review.quality.perfect', 'Nothing costs points.')}</>;
  }
  return (
    <ul className={styles.reasons}>
      {reasons.map(({ code, field, points, message }) => (
        <li key={`${code}/${field}`}>
          <strong>{t('review.quality.cost', '−{{points}}', { points })}</strong> {message}
        </li>
      ))}
    </ul>
  );
}

/** Good, fair or poor, as a colour of the theme. */
export function scoreColor(score: number, { visualization }: GrafanaTheme2): string {
  if (score >= GOOD) {
    return visualization.getColorByName('green');
  }
  return visualization.getColorByName(score >= FAIR ? 'orange' : 'red');
}

const getStyles = (theme: GrafanaTheme2, score: number) => ({
  button: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(0.25, 0.5),
    border: 'none',
    background: 'none',
    borderRadius: theme.shape.radius.default,
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}` },
  }),
  number: css({
    fontSize: theme.typography.h4.fontSize,
    fontVariantNumeric: 'tabular-nums',
    minWidth: '2.2ch',
    textAlign: 'right',
  }),
  track: css({
    display: 'block',
    width: 72,
    height: 6,
    borderRadius: theme.shape.radius.pill,
    overflow: 'hidden',
    background: theme.colors.background.secondary,
  }),
  fill: css({ display: 'block', height: '100%', width: `${score}%`, background: scoreColor(score, theme) }),
  reasons: css({ listStyle: 'none', display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5) }),
});
