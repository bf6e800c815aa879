import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import { Link } from 'react-router-dom';

import { type Overview, SEVERITIES } from '../api/types';
import { prefixRoute, ROUTES } from '../app/nav';
import { SeverityBadge } from '../ui/SeverityBadge';

export function OpenCounts({ overview }: { overview: Overview }) {
  const styles = useStyles2(getStyles);
  return (
    <ul className={styles.counts} aria-label={t('overview.open', 'Open incidents by severity')}>
      {SEVERITIES.map((severity) => (
        <li key={severity}>
          <Link className={styles.tile} to={prefixRoute(`${ROUTES.incidents}?severity=${severity}`)}>
            <SeverityBadge severity={severity} />
            <strong className={styles.number}>{overview.open[severity]}</strong>
            <span className={styles.word}>{t('overview.open-word', 'open')}</span>
          </Link>
        </li>
      ))}
      <li>
        <Link className={styles.tile} to={prefixRoute(ROUTES.incidents)}>
          <strong className={styles.number}>{overview.unacknowledged}</strong>
          <span className={styles.word}>{t('overview.unacknowledged', 'not acknowledged')}</span>
        </Link>
      </li>
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  counts: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    listStyle: 'none',
    marginBottom: theme.spacing(2),
  }),
  tile: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(1, 1.5),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
    '&:hover': { background: theme.colors.action.hover },
  }),
  number: css({ fontSize: theme.typography.h3.fontSize, lineHeight: 1, fontVariantNumeric: 'tabular-nums' }),
  word: css({ color: theme.colors.text.secondary }),
});
