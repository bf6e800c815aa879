import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, useStyles2 } from '@grafana/ui';

import { type Review } from '../../api/reviews';
import { absoluteTime } from '../../ui/clock';
import { SectionFrame } from './SectionFrame';

/** What was told to whom, while the incident was open. */
export function Messages({ review: { facts } }: { review: Review }) {
  const styles = useStyles2(getStyles);
  return (
    <SectionFrame
      id="messages"
      title={t('review.part.messages', 'Messages sent')}
      help={facts.messages.length === 0 ? t('review.messages.none', 'No message was sent.') : undefined}
    >
      <ul className={styles.list}>
        {facts.messages.map(({ audience, subject, sentAt, sentBy, channels }) => (
          <li key={`${sentAt}/${subject}`} className={styles.row}>
            <Badge
              color={audience === 'external' ? 'orange' : 'blue'}
              text={
                audience === 'external'
                  ? t('review.messages.external', 'To users')
                  : t('review.messages.internal', 'Internal')
              }
            />
            <span>{subject}</span>
            <span className={styles.weak}>{[absoluteTime(sentAt), sentBy, ...channels].join(' · ')}</span>
          </li>
        ))}
      </ul>
    </SectionFrame>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5) }),
  row: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0, 1.5),
    overflowWrap: 'anywhere',
  }),
  weak: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
