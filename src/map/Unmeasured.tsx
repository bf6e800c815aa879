import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { TextLink, useStyles2 } from '@grafana/ui';

import { coveragePath } from '../app/nav';
import { type MapCandidate } from '../signals/flows/candidates';
import { MAP_SIGNAL } from '../signals/flows/sources';
import { EmptyState } from '../ui/EmptyState';

/** No data source knows who talks to whom: what would, and what has to be switched on in it. */
export function Unmeasured({ candidates }: { candidates: MapCandidate[] }) {
  const styles = useStyles2(getStyles);
  return (
    <EmptyState
      icon="sitemap"
      title={t('map.unmeasured', 'No data source knows who talks to whom')}
      action={<TextLink href={coveragePath(MAP_SIGNAL)}>{t('map.coverage', 'How to get it')}</TextLink>}
    >
      <p>{t('map.any', 'Any one of these is enough:')}</p>
      <ul className={styles}>
        {candidates.map(({ id, title, needs, requires }) => (
          <li key={id}>
            <strong>{title}</strong>
            {needs.map((metric) => (
              <React.Fragment key={metric}>
                {' '}
                <code>{metric}</code>
              </React.Fragment>
            ))}
            {requires !== undefined && <div>{requires}</div>}
          </li>
        ))}
      </ul>
    </EmptyState>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    paddingLeft: theme.spacing(3),
    textAlign: 'left',
    '& li': { marginBottom: theme.spacing(1), overflowWrap: 'anywhere' },
  });
