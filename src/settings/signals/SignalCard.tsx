import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, useStyles2 } from '@grafana/ui';

import { type OwnSignalRecord, type SignalSummary } from '../../api/types';
import { ChangedByReviews } from '../../ui/ChangedByReviews';
import { LayerChip } from '../../ui/LayerChip';
import { RelativeTime } from '../../ui/Time';
import { changedParts } from './changes';
import { SignalActions } from './SignalActions';

interface Props {
  record: OwnSignalRecord;
  /** The signal as the catalog has it now; absent when it was left out. */
  summary?: SignalSummary;
}

export function SignalCard({ record, summary }: Props) {
  const styles = useStyles2(getStyles);
  const { signal, problems = [], updatedAt, updatedBy, provisioned } = record;
  const builtIn = summary !== undefined && summary.origin !== 'own';
  const parts = changedParts(signal);
  return (
    <li className={styles.card} data-own-signal={signal.id}>
      <div className={styles.head}>
        <h3 className={styles.name}>{signal.title ?? summary?.title ?? signal.id}</h3>
        <code>{signal.id}</code>
        {summary && <LayerChip layer={summary.layer} />}
        <Badge
          color={builtIn ? 'blue' : 'purple'}
          text={builtIn ? t('own-signals.changed', 'Changed') : t('own-signals.own', 'Own')}
        />
        {signal.enabled === false && <Badge color="darkgrey" text={t('own-signals.off', 'Switched off')} />}
        {provisioned && (
          <Badge
            color="purple"
            text={t('own-signals.provisioned', 'Provisioned')}
            tooltip={t('own-signals.provisioned-why', 'Set by a file; change it there')}
          />
        )}
        {problems.length > 0 && (
          <Badge color="red" icon="exclamation-triangle" text={t('own-signals.left-out', 'Not in effect')} />
        )}
      </div>
      {builtIn && parts.length > 0 && (
        <div className={styles.secondary}>
          {t('own-signals.parts', 'Changes: {{parts}}', {
            parts: parts.join(', '),
            interpolation: { escapeValue: false },
          })}
        </div>
      )}
      {problems.length > 0 && (
        <ul className={styles.problems}>
          {problems.map(({ field, message }) => (
            <li key={`${field} ${message}`}>
              <code>{field}</code> {message}
            </li>
          ))}
        </ul>
      )}
      {updatedAt && (
        <div className={styles.secondary}>
          {updatedBy
            ? t('own-signals.by', 'Changed by {{name}}', { name: updatedBy, interpolation: { escapeValue: false } })
            : t('own-signals.at', 'Changed')}{' '}
          <RelativeTime at={updatedAt} />
        </div>
      )}
      <ChangedByReviews of="signal" target={signal.id} among />
      <SignalActions record={record} builtIn={builtIn} />
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    padding: theme.spacing(1.5),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    overflowWrap: 'anywhere',
  }),
  head: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5, 1) }),
  name: css({ margin: 0, fontSize: theme.typography.h5.fontSize }),
  secondary: css({ color: theme.colors.text.secondary }),
  problems: css({ paddingLeft: theme.spacing(3), color: theme.colors.error.text }),
});
