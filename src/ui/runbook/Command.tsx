import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { ClipboardButton, useStyles2 } from '@grafana/ui';

/** A command to copy. Strata never runs it. */
export function Command({ command }: { command: string }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.box}>
      <pre className={styles.code}>{command}</pre>
      <ClipboardButton
        className={styles.copy}
        size="sm"
        variant="secondary"
        icon="copy"
        aria-label={t('runbook.copy', 'Copy the command')}
        getText={() => command}
      />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ display: 'flex', alignItems: 'flex-start', gap: theme.spacing(1), marginTop: theme.spacing(0.5) }),
  code: css({
    flexGrow: 1,
    minWidth: 0,
    margin: 0,
    padding: theme.spacing(0.75, 1),
    // Wrapped, so that nothing has to be scrolled to be read.
    whiteSpace: 'pre-wrap',
    wordBreak: 'normal',
    overflowWrap: 'anywhere',
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  // The button leaves room for a text even where it has none.
  copy: css({ flexShrink: 0, '& > span:empty': { display: 'none' } }),
});
