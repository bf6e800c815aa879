import React, { type ReactNode } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Text, useStyles2 } from '@grafana/ui';

interface Props {
  id: string;
  title: string;
  help?: string;
  action?: ReactNode;
  children: ReactNode;
}

/** A section of the document with an anchor that the outline and the quality panel jump to. */
export function SectionFrame({ id, title, help, action, children }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <section className={styles.section} id={id} aria-labelledby={`${id}-title`} tabIndex={-1}>
      <div className={styles.head}>
        <Text element="h2" variant="h4" id={`${id}-title`}>
          {title}
        </Text>
        <span className={styles.action}>{action}</span>
      </div>
      {help && <p className={styles.help}>{help}</p>}
      {children}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    // Grafana's own bar and the state bar lie over what is scrolled to.
    scrollMarginTop: theme.spacing(14),
    outline: 'none',
    breakInside: 'avoid-page',
  }),
  head: css({
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
    paddingBottom: theme.spacing(0.5),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  action: css({ flexShrink: 0, '@media print': { display: 'none' } }),
  help: css({ margin: 0, color: theme.colors.text.secondary }),
});
