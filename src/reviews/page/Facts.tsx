import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Text, TextLink, useStyles2 } from '@grafana/ui';

import { type Review } from '../../api/reviews';
import { incidentPath } from '../../app/nav';
import { SeverityBadge } from '../../ui/SeverityBadge';
import { Duration } from '../../ui/Time';
import { dayOf } from '../when';
import { SectionFrame } from './SectionFrame';

/** What the record says by itself. */
export function Facts({ review: { facts, frozen } }: { review: Review }) {
  const styles = useStyles2(getStyles);
  return (
    <SectionFrame
      id="facts"
      title={t('review.part.facts', 'Alerts and people')}
      help={
        frozen
          ? t('review.facts.frozen', 'As the record said when the review was published.')
          : t('review.facts.live', 'From the record of the incident.')
      }
    >
      <Text element="h3" variant="h6">
        {t('review.facts.alerts', 'Alerts')}
      </Text>
      <ul className={styles.list}>
        {facts.alerts.length === 0 && <li>{t('review.facts.no-alerts', 'None; it was declared by hand.')}</li>}
        {facts.alerts.map(({ name, service, severity, startsAt, endsAt, link }) => (
          <li key={`${name}/${service}/${startsAt}`} className={styles.row}>
            <SeverityBadge severity={severity} />
            {link ? (
              <TextLink href={link} external inline={false}>
                {name}
              </TextLink>
            ) : (
              <span>{name}</span>
            )}
            {service && <span className={styles.weak}>{service}</span>}
            <span className={styles.weak}>
              <Duration from={startsAt} to={endsAt} />
            </span>
          </li>
        ))}
      </ul>
      <Text element="h3" variant="h6">
        {t('review.facts.people', 'People')}
      </Text>
      <ul className={styles.list}>
        {facts.participants.length === 0 && <li>{t('review.facts.nobody', 'Nobody wrote anything.')}</li>}
        {facts.participants.map(({ login, roles, entries }) => (
          <li key={login} className={styles.row}>
            <span>{login}</span>
            {roles.length > 0 && <span className={styles.weak}>{roles.join(', ')}</span>}
            <span className={styles.weak}>
              {t('review.facts.entries', '{{count}} entries', { count: entries, defaultValue_one: '{{count}} entry' })}
            </span>
          </li>
        ))}
      </ul>
      {facts.similar.length > 0 && (
        <>
          <Text element="h3" variant="h6">
            {t('review.facts.similar', 'Similar incidents')}
          </Text>
          <ul className={styles.list}>
            {facts.similar.map(({ number, title, severity, detectedAt, why }) => (
              <li key={number} className={styles.row}>
                <SeverityBadge severity={severity} />
                <TextLink inline={false} href={incidentPath(number)}>{`#${number} ${title}`}</TextLink>
                <span className={styles.weak}>{dayOf(detectedAt)}</span>
                <span className={styles.weak}>{why}</span>
              </li>
            ))}
          </ul>
        </>
      )}
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
