import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, locationUtil } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import { type ItemLink } from './item';

/** Links of an alert beside the one of its title. */
export function MoreLinks({ links }: { links: ItemLink[] }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.links}>
      {links.map(({ title, href, newTab }) => (
        <a
          key={`${title} ${href}`}
          href={href.startsWith('/') ? locationUtil.assureBaseUrl(href) : href}
          target={newTab ? '_blank' : undefined}
          rel="noopener noreferrer"
          className={styles.link}
        >
          {title}
        </a>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  links: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.25, 1.5) }),
  link: css({
    color: theme.colors.text.link,
    fontSize: theme.typography.bodySmall.fontSize,
    '&:hover': { textDecoration: 'underline' },
  }),
});
