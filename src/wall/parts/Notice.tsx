import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

interface Props {
  title: string;
  /** Why, or what to do. */
  text?: string;
  good?: boolean;
}

/** What a view says when it has nothing to show. */
export function Notice({ title, text, good = false }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.notice}>
      {good && (
        <span className={styles.mark} aria-hidden>
          ✓
        </span>
      )}
      <span className={styles.title}>{title}</span>
      {text && <span className={styles.text}>{text}</span>}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  notice: css({
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    height: '100%',
    gap: '1em',
    textAlign: 'center',
  }),
  mark: css({ fontSize: '10em', lineHeight: 1, color: theme.colors.success.text }),
  title: css({ fontSize: '3.2em' }),
  text: css({ fontSize: '1.8em', color: theme.colors.text.secondary, maxWidth: '45em', overflowWrap: 'anywhere' }),
});
