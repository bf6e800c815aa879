import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Tooltip, useStyles2 } from '@grafana/ui';

import { type ReviewMissing, type ReviewSummary } from '../../api/reviews';
import { ReasonsOf, Score } from '../Score';

/** Quality and what is missing. */
export function Standing({ summary: { number, state, quality, missing } }: { summary: ReviewSummary }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.standing}>
      {quality === undefined ? (
        <span className={styles.missing}>{t('reviews.not-judged', 'Quality follows')}</span>
      ) : (
        <Score score={quality}>
          <ReasonsOf number={number} />
        </Score>
      )}
      {missing && state !== 'published' && <Missing missing={missing} />}
    </div>
  );
}

function Missing({ missing }: { missing: ReviewMissing[] }) {
  const styles = useStyles2(getStyles);
  if (missing.length === 0) {
    return <span className={styles.missing}>{t('reviews.complete', 'Nothing is missing')}</span>;
  }
  const list = (
    <ul className={styles.list}>
      {missing.map(({ code, field, message }) => (
        <li key={`${code}/${field}/${message}`}>{message}</li>
      ))}
    </ul>
  );
  return (
    <Tooltip content={list} placement="left">
      <span className={styles.missing}>
        {t('reviews.missing', '{{count}} things missing', {
          count: missing.length,
          defaultValue_one: '{{count}} thing missing',
        })}
      </span>
    </Tooltip>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  standing: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    minHeight: theme.spacing(5),
    position: 'relative',
    zIndex: 1,
    width: 'fit-content',
    fontSize: theme.typography.bodySmall.fontSize,
    [theme.breakpoints.down('md')]: { gridColumn: 2, flexDirection: 'row', alignItems: 'center', minHeight: 0 },
  }),
  list: css({ listStyle: 'none' }),
  missing: css({ color: theme.colors.text.secondary }),
});
