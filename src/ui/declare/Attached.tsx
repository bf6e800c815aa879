import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, locationUtil } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, useStyles2 } from '@grafana/ui';

import { type IncidentDraft } from './DeclareForm';

/** What will stand on the timeline as links; each can be looked at before. */
export function Attached({ draft: { links, seen, omitted } }: { draft: IncidentDraft }) {
  const styles = useStyles2(getStyles);
  if (links.length === 0 && !omitted) {
    return null;
  }
  return (
    <div className={styles.box} data-testid="attached">
      <div className={styles.head}>{t('declare.attached', 'Attached')}</div>
      <ul className={styles.list}>
        {links.map(({ title, url }) => (
          <li key={url}>
            <Icon name="link" aria-hidden />{' '}
            <a
              className={styles.link}
              href={url.startsWith('/') ? locationUtil.assureBaseUrl(url) : url}
              target="_blank"
              rel="noreferrer"
            >
              {title}
            </a>
          </li>
        ))}
      </ul>
      {seen && <div className={styles.secondary}>{seen}</div>}
      {omitted && <div className={styles.secondary}>{omitted}</div>}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    padding: theme.spacing(1),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  head: css({ fontWeight: theme.typography.fontWeightMedium }),
  list: css({ listStyle: 'none', overflowWrap: 'anywhere' }),
  link: css({ color: theme.colors.text.link, textDecoration: 'underline' }),
  secondary: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
