import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import { type Crumb } from './titles';

export function Breadcrumbs({ crumbs }: { crumbs: Crumb[] }) {
  const styles = useStyles2(getStyles);
  return (
    <nav aria-label="Breadcrumbs" className={styles.nav}>
      <ol className={styles.list}>
        {crumbs.map((crumb, i) => {
          const last = i === crumbs.length - 1;
          return (
            <li key={`${i} ${crumb.text}`} className={styles.item}>
              {crumb.url && !last ? (
                <a className={styles.link} href={crumb.url}>
                  {crumb.text}
                </a>
              ) : (
                <span aria-current={last ? 'page' : undefined}>{crumb.text}</span>
              )}
              {!last && <Icon name="angle-right" aria-hidden />}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  nav: css({ flexGrow: 1, minWidth: 0 }),
  list: css({ alignItems: 'center', display: 'flex', listStyle: 'none', margin: 0, overflow: 'hidden', padding: 0 }),
  item: css({ alignItems: 'center', display: 'flex', whiteSpace: 'nowrap' }),
  link: css({ color: theme.colors.text.secondary, '&:hover': { textDecoration: 'underline' } }),
});
