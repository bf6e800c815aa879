import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Text, TextLink, useStyles2 } from '@grafana/ui';

import { useSimilar } from '../../api/similar';
import { type SimilarIncident } from '../../api/types';
import { incidentPath, prefixRoute, runbookRoute } from '../../app/nav';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { SeverityBadge } from '../../ui/SeverityBadge';
import { StatusBadge } from '../../ui/StatusBadge';
import { Duration, RelativeTime } from '../../ui/Time';
import { useInView } from '../../ui/useInView';

/** Incidents like this one, and how they were solved. */
export function Similar({ number }: { number: number }) {
  const styles = useStyles2(getStyles);
  const [ref, seen] = useInView<HTMLElement>();
  const query = useSimilar(number, seen);
  return (
    <section ref={ref} className={styles.section} aria-labelledby="incident-similar">
      <Text element="h2" variant="h4" id="incident-similar">
        {t('similar.title', 'Similar incidents')}
      </Text>
      {query.isLoading && <Loading />}
      {query.isError && (
        <QueryError
          title={t('similar.failed', 'Similar incidents could not be looked for')}
          error={query.error}
          stale={query.data !== undefined}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.data?.incidents.length === 0 && (
        <Text color="secondary">
          {t('similar.none', 'No other incident had this group, these alerts or these services.')}
        </Text>
      )}
      <ul className={styles.list}>
        {query.data?.incidents.map((similar) => (
          <Item key={similar.incident.number} similar={similar} />
        ))}
      </ul>
    </section>
  );
}

function Item({ similar }: { similar: SimilarIncident }) {
  const styles = useStyles2(getStyles);
  const { incident, runbooks } = similar;
  const { number, title, severity, status, detectedAt, resolvedAt } = incident;
  return (
    <li className={styles.item}>
      <div className={styles.line}>
        <SeverityBadge severity={severity} />
        <TextLink inline={false} href={incidentPath(number)}>{`#${number} ${title}`}</TextLink>
        {!resolvedAt && <StatusBadge status={status} />}
      </div>
      <div className={styles.secondary}>
        <RelativeTime at={detectedAt} />
        {resolvedAt && (
          <>
            {', '}
            {t('similar.resolved-after', 'resolved after')} <Duration from={detectedAt} to={resolvedAt} />
          </>
        )}
        {' · '}
        {common(similar)}
      </div>
      {runbooks.length > 0 && (
        <div className={styles.line}>
          {runbooks.map(({ id, title: name, helped }) => (
            <span key={id}>
              <TextLink inline={false} icon="book-open" variant="bodySmall" href={prefixRoute(runbookRoute(id))}>
                {name}
              </TextLink>{' '}
              <span className={styles.secondary}>
                {helped > 0
                  ? t('similar.helped', '{{count}} steps helped', {
                      count: helped,
                      defaultValue_one: '{{count}} step helped',
                    })
                  : t('similar.used', 'was used')}
              </span>
            </span>
          ))}
        </div>
      )}
    </li>
  );
}

/** What both have in common, in words. */
function common({ sameGroup, alerts, services }: SimilarIncident): string {
  const interpolation = { escapeValue: false };
  return [
    sameGroup && t('similar.group', 'same group'),
    alerts.length > 0 && t('similar.alerts', 'same alerts: {{names}}', { names: alerts.join(', '), interpolation }),
    services.length > 0 &&
      t('similar.services', 'same services: {{names}}', { names: services.join(', '), interpolation }),
  ]
    .filter(Boolean)
    .join(' · ');
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ minHeight: theme.spacing(6) }),
  list: css({ listStyle: 'none', margin: 0, marginTop: theme.spacing(1) }),
  item: css({
    padding: theme.spacing(1, 0),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    overflowWrap: 'anywhere',
  }),
  line: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.25, 1) }),
  secondary: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
