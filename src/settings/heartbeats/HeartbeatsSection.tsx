import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, Button, Stack, Text, useStyles2 } from '@grafana/ui';

import { useDeleteHeartbeat, useHeartbeats } from '../../api/quiet';
import { type Heartbeat } from '../../api/types';
import { Confirm } from '../../ui/Confirm';
import { durationBetween } from '../../ui/clock';
import { EmptyState } from '../../ui/EmptyState';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { SeverityBadge } from '../../ui/SeverityBadge';
import { RelativeTime } from '../../ui/Time';
import { isAdmin } from '../../ui/user';
import { HeartbeatForm } from './HeartbeatForm';

/** What has to be heard of again and again, and whether it is. */
export function HeartbeatsSection() {
  const styles = useStyles2(getStyles);
  const heartbeats = useHeartbeats();
  const [creating, setCreating] = useState(false);
  const admin = isAdmin();
  return (
    <section aria-labelledby="settings-heartbeats" className={styles.section}>
      <Stack justifyContent="space-between" alignItems="center" wrap="wrap" gap={1}>
        <Text element="h2" variant="h4" id="settings-heartbeats">
          {t('heartbeats.title', 'Heartbeats')}
        </Text>
        {!creating && (
          <Button
            icon="plus"
            disabled={!admin}
            tooltip={admin ? undefined : t('heartbeats.admins', 'Administrators set up heartbeats')}
            onClick={() => setCreating(true)}
          >
            {t('heartbeats.create', 'Expect a heartbeat')}
          </Button>
        )}
      </Stack>
      {creating && <HeartbeatForm onClose={() => setCreating(false)} />}
      {heartbeats.isPending && <Loading />}
      {heartbeats.isError && (
        <QueryError
          title={t('heartbeats.failed', 'The heartbeats could not be loaded')}
          error={heartbeats.error}
          stale={heartbeats.data !== undefined}
          onRetry={() => void heartbeats.refetch()}
        />
      )}
      {heartbeats.data?.length === 0 && (
        <EmptyState icon="heart" title={t('heartbeats.none', 'Nothing has to be heard of')}>
          {t(
            'heartbeats.none-why',
            'A backup that no longer runs, or an Alertmanager that no longer sends, raises no alert by itself. A heartbeat does when it stays away.'
          )}
        </EmptyState>
      )}
      <ul className={styles.list}>
        {heartbeats.data?.map((heartbeat) => (
          <Row key={heartbeat.id} heartbeat={heartbeat} />
        ))}
      </ul>
    </section>
  );
}

function Row({ heartbeat }: { heartbeat: Heartbeat }) {
  const styles = useStyles2(getStyles);
  const [asking, setAsking] = useState(false);
  const { mutate, isPending, error } = useDeleteHeartbeat();
  const reason = whyFixed(heartbeat);
  const { name, severity, lastBeatAt, lateSince, everySeconds, graceSeconds, sourceId, matchers } = heartbeat;
  return (
    <li className={styles.card}>
      <div className={styles.head}>
        <h3 className={styles.name}>{name}</h3>
        <State heartbeat={heartbeat} />
        <SeverityBadge severity={severity} />
        <span className={styles.secondary}>
          {t('heartbeats.every', 'every {{every}}, up to {{grace}} late', {
            every: durationBetween(0, everySeconds * 1000),
            grace: durationBetween(0, graceSeconds * 1000),
          })}
        </span>
        <Button
          size="sm"
          variant="destructive"
          fill="text"
          icon="trash-alt"
          disabled={reason !== undefined || isPending}
          tooltip={reason}
          onClick={() => setAsking(true)}
        >
          {t('heartbeats.delete', 'Delete heartbeat')}
        </Button>
      </div>
      <div>
        {lastBeatAt ? (
          <>
            {t('heartbeats.last', 'Last beat')} <RelativeTime at={lastBeatAt} />
          </>
        ) : (
          t('heartbeats.never', 'Never heard of')
        )}
        {lateSince && (
          <>
            {' · '}
            {t('heartbeats.late', 'late since')} <RelativeTime at={lateSince} />
          </>
        )}
      </div>
      <code className={styles.secondary}>{[sourceId, ...matchers].filter(Boolean).join(', ')}</code>
      {error && <QueryError title={t('heartbeats.not-deleted', 'It was not deleted')} error={error} />}
      <Confirm
        isOpen={asking}
        title={t('heartbeats.delete-title', 'Delete "{{name}}"?', { name, interpolation: { escapeValue: false } })}
        body={t('heartbeats.delete-body', 'Nobody is told any more when it stays away.')}
        confirmText={t('heartbeats.delete-yes', 'Delete')}
        onConfirm={() => {
          setAsking(false);
          mutate(heartbeat.id);
        }}
        onDismiss={() => setAsking(false)}
      />
    </li>
  );
}

function State({ heartbeat: { state } }: { heartbeat: Heartbeat }) {
  switch (state) {
    case 'late':
      return <Badge color="red" icon="exclamation-triangle" text={t('heartbeats.state.late', 'Missing')} />;
    case 'waiting':
      return <Badge color="orange" text={t('heartbeats.state.waiting', 'Waiting for the first')} />;
    case 'beating':
      return <Badge color="green" icon="heart" text={t('heartbeats.state.beating', 'Heard in time')} />;
  }
}

function whyFixed({ provisioned }: Heartbeat): string | undefined {
  if (!isAdmin()) {
    return t('heartbeats.admins', 'Administrators set up heartbeats');
  }
  return provisioned ? t('source.provisioned-why', 'Set by a file; change it there') : undefined;
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ marginTop: theme.spacing(3) }),
  list: css({
    listStyle: 'none',
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    marginTop: theme.spacing(1),
  }),
  card: css({
    padding: theme.spacing(1.5),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
  }),
  head: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5, 1) }),
  name: css({ margin: 0, fontSize: theme.typography.h5.fontSize, overflowWrap: 'anywhere' }),
  secondary: css({ color: theme.colors.text.secondary, overflowWrap: 'anywhere' }),
});
