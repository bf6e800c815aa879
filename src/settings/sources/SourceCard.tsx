import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, useStyles2 } from '@grafana/ui';

import { useUpdateSource } from '../../api/sources';
import { type Source, type SourceWithToken } from '../../api/types';
import { RelativeTime } from '../../ui/Time';
import { Arrivals } from './Arrivals';
import { DeadLetters } from './DeadLetters';
import { formatLabels, parseLabels } from './groupBy';
import { mappingValues, toMapping } from './mapping';
import { SetUp } from './SetUp';
import { SourceActions } from './SourceActions';
import { kindName, SourceForm } from './SourceForm';

interface Props {
  source: Source;
  onToken: (made: SourceWithToken) => void;
}

export function SourceCard({ source, onToken }: Props) {
  const styles = useStyles2(getStyles);
  const [editing, setEditing] = useState(false);
  return (
    <li className={styles.card} data-source={source.id}>
      <div className={styles.head}>
        <h3 className={styles.name}>{source.name}</h3>
        <Badge
          color={source.enabled ? 'green' : 'darkgrey'}
          text={source.enabled ? t('source.on', 'On') : t('source.off', 'Off')}
        />
        <span className={styles.secondary}>{kindName(source.kind)}</span>
        {source.provisioned && (
          <Badge
            color="purple"
            text={t('source.provisioned', 'Provisioned')}
            tooltip={t('source.provisioned-why', 'Set by a file; change it there')}
          />
        )}
        <span className={styles.secondary}>
          {t('source.group-by', 'One incident per {{labels}}', {
            labels: formatLabels(source.groupBy),
            interpolation: { escapeValue: false },
          })}
        </span>
      </div>
      <Statistics source={source} />
      <Arrivals source={source} />
      <SourceActions source={source} onEdit={() => setEditing(true)} onToken={onToken} />
      {editing && <EditSource source={source} onClose={() => setEditing(false)} />}
      <DeadLetters source={source} />
      <details>
        <summary>{t('source.set-up', 'How to connect the sender')}</summary>
        <SetUp source={source} />
      </details>
    </li>
  );
}

function Statistics({ source: { stats } }: { source: Source }) {
  const styles = useStyles2(getStyles);
  const { deliveries, alerts, rejected, lastDeliveryAt, lastError, lastErrorAt } = stats;
  return (
    <div className={styles.secondary}>
      <div>
        {t('source.stats', 'Deliveries: {{deliveries}} · alerts: {{alerts}} · rejected: {{rejected}}', {
          deliveries,
          alerts,
          rejected,
        })}
        {' · '}
        {lastDeliveryAt ? (
          <>
            {t('source.last', 'last delivery')} <RelativeTime at={lastDeliveryAt} />
          </>
        ) : (
          t('source.never', 'nothing delivered yet')
        )}
      </div>
      {lastError && (
        <div className={styles.error}>
          {t('source.error', 'Last error: {{error}}', { error: lastError, interpolation: { escapeValue: false } })}{' '}
          {lastErrorAt && <RelativeTime at={lastErrorAt} />}
        </div>
      )}
    </div>
  );
}

function EditSource({ source, onClose }: { source: Source; onClose: () => void }) {
  const { mutate, isPending, error } = useUpdateSource();
  return (
    <SourceForm
      initial={{
        name: source.name,
        kind: source.kind,
        groupBy: formatLabels(source.groupBy),
        mapping: mappingValues(source.mapping),
      }}
      kindFixed
      submitText={t('source.save', 'Save')}
      busy={isPending}
      error={error}
      onCancel={onClose}
      onSubmit={({ name, kind, groupBy, mapping }) =>
        mutate(
          {
            id: source.id,
            patch: { name, groupBy: parseLabels(groupBy), ...(kind === 'json' && { mapping: toMapping(mapping) }) },
          },
          { onSuccess: onClose }
        )
      }
    />
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
    background: theme.colors.background.primary,
  }),
  head: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5, 1) }),
  name: css({ margin: 0, fontSize: theme.typography.h5.fontSize, overflowWrap: 'anywhere' }),
  secondary: css({ color: theme.colors.text.secondary, overflowWrap: 'anywhere' }),
  error: css({ color: theme.colors.error.text }),
});
