import React from 'react';
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';

import { type DiffLine, foldSame } from './diff';

const SIGNS: Record<DiffLine['op'], string> = { same: ' ', added: '+', removed: '-' };

/** Two texts line by line; long parts that are the same are folded. Signs say what colours say. */
export function TextDiff({ lines }: { lines: DiffLine[] }) {
  const styles = useStyles2(getStyles);
  return (
    <pre className={styles.box}>
      {foldSame(lines).map((part, index) => (
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
