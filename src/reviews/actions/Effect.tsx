import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, TextLink, useStyles2 } from '@grafana/ui';

import { type ActionItem } from '../../api/actionItems';
import { incidentPath } from '../../app/nav';

/** What came after the action was done: whether it happened again, and how noisy the alerts are. */
export function Effect({ effect }: { effect: NonNullable<ActionItem['effect']> }) {
  const styles = useStyles2(getStyles);
  const { days, recurrences, alertsBefore, alertsAfter } = effect;
  return (
    <p className={styles}>
      <Icon name={recurrences.length > 0 ? 'repeat' : 'check'} size="sm" aria-hidden />{' '}
      {recurrences.length > 0
        ? t('review.effect.again', 'It came back in {{days}} days after:', { days })
        : t('review.effect.never', 'It did not come back in {{days}} days after.', { days })}{' '}
      {recurrences.map((number) => (
        <React.Fragment key={number}>
          <TextLink href={incidentPath(number)} variant="bodySmall">{`#${number}`}</TextLink>{' '}
        </React.Fragment>
      ))}
      {t('review.effect.alerts', 'Its alerts fired {{after}} times, before that {{before}} times.', {
        after: alertsAfter,
        before: alertsBefore,
      })}
    </p>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({ margin: 0, color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize });
