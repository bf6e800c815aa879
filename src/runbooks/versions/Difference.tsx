import React from 'react';
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';

import { type RunbookDiffLine, useRunbookDiff } from '../../api/runbooks';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { foldSame } from './fold';

interface Props {
  id: string;
  from: number;
  to: number;
}

const SIGNS: Record<RunbookDiffLine['op'], string> = { same: ' ', added: '+', removed: '-' };

/** Two versions line by line; long parts that are the same are folded. */
export function Difference({ id, from, to }: Props) {
  const styles = useStyles2(getStyles);
  const diff = useRunbookDiff(id, from, to);
  if (diff.isError) {
    return (
      <QueryError
        title={t('runbook.diff-failed', 'The versions could not be compared')}
        error={diff.error}
        onRetry={() => void diff.refetch()}
      />
    );
  }
  if (!diff.data) {
    return <Loading />;
  }
  return (
    <pre className={styles.box}>
      {foldSame(diff.data).map((part, index) => (
        <span key={index} className={cx(styles.line, part.op !== 'same' && styles[part.op])}>
          {part.folded > 0
            ? t('runbook.folded', '… {{count}} lines are the same', {
                count: part.folded,
                defaultValue_one: '… {{count}} line is the same',
              })
            : `${SIGNS[part.op]} ${part.text}`}
        </span>
      ))}
    </pre>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ margin: 0, fontSize: theme.typography.bodySmall.fontSize }),
  line: css({ display: 'block', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }),
  added: css({ background: theme.colors.success.transparent }),
  removed: css({ background: theme.colors.error.transparent }),
});
