import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';

import { type AlertOccurrence } from '../../api/types';

interface Props {
  alert: AlertOccurrence;
  open: boolean;
}

export function AlertDetails({ alert, open }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <details open={open}>
      <summary>{t('alert.details', 'Labels, annotations and values')}</summary>
      <div className={styles.groups}>
        <Pairs title={t('alert.labels', 'Labels')} pairs={ownPairs(alert.labels)} />
        <Pairs title={t('alert.annotations', 'Annotations')} pairs={ownPairs(alert.annotations)} />
        <Pairs title={t('alert.values', 'Values')} pairs={values(alert)} />
        <Pairs title={t('alert.identity', 'Identity')} pairs={identity(alert)} />
      </div>
    </details>
  );
}

/** Names with two leading underscores are for Grafana's and Prometheus' own use. */
function ownPairs(pairs: Record<string, string>): Array<[string, string]> {
  return Object.entries(pairs).filter(([name]) => !name.startsWith('__'));
}

function values(alert: AlertOccurrence): Array<[string, string]> {
  return Object.entries(alert.values).map(([letter, value]) => [
    letter,
    value === null ? t('alert.no-value', 'no value') : String(value),
  ]);
}

function identity({ fingerprint, sourceName, repeatCount }: AlertOccurrence): Array<[string, string]> {
  return [
    [t('alert.source', 'source'), sourceName],
    [t('alert.fingerprint', 'fingerprint'), fingerprint],
    [t('alert.repeats', 'repeats'), String(repeatCount)],
  ];
}

function Pairs({ title, pairs }: { title: string; pairs: Array<[string, string]> }) {
  const styles = useStyles2(getStyles);
  if (pairs.length === 0) {
    return null;
  }
  return (
    <section aria-label={title}>
      <h4 className={styles.heading}>{title}</h4>
      <dl className={styles.pairs}>
        {pairs.map(([name, value]) => (
          <React.Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </React.Fragment>
        ))}
      </dl>
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  groups: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1, 4), paddingTop: theme.spacing(1) }),
  heading: css({ margin: 0, color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  pairs: css({
    display: 'grid',
    gridTemplateColumns: 'fit-content(50%) minmax(0, 1fr)',
    gap: theme.spacing(0, 1),
    margin: 0,
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    '& dt': {
      color: theme.colors.text.secondary,
      fontWeight: theme.typography.fontWeightRegular,
      overflowWrap: 'anywhere',
    },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  }),
});
