import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Stack, Text, TextLink, useStyles2 } from '@grafana/ui';

import { useDeadMessages, useForgetMessage, useReplayMessage } from '../../api/channels';
import { type DeadMessage } from '../../api/types';
import { prefixRoute, ROUTES } from '../../app/nav';
import { Confirm } from '../../ui/Confirm';
import { QueryError } from '../../ui/QueryError';
import { RelativeTime } from '../../ui/Time';

/** Messages that were given up. Nothing is drawn when there are none. */
export function DeadMessages() {
  const styles = useStyles2(getStyles);
  const dead = useDeadMessages();
  if (dead.isError) {
    return (
      <QueryError
        title={t('dead-messages.failed', 'The messages that were given up could not be loaded')}
        error={dead.error}
        onRetry={() => void dead.refetch()}
      />
    );
  }
  if (!dead.data?.length) {
    return null;
  }
  return (
    <div className={styles.box}>
      <Text element="h3" variant="h5">
        {t('dead-messages.title', 'Messages that were given up')}
      </Text>
      <ul className={styles.list}>
        {dead.data.map((message) => (
          <Dead key={message.id} message={message} />
        ))}
      </ul>
    </div>
  );
}

function Dead({ message }: { message: DeadMessage }) {
  const styles = useStyles2(getStyles);
  const [asking, setAsking] = useState(false);
  const replay = useReplayMessage();
  const forget = useForgetMessage();
  const error = replay.error ?? forget.error;
  const busy = replay.isPending || forget.isPending;
  return (
    <li className={styles.item} data-message={message.id}>
      <div className={styles.text}>
        <strong>{message.subject}</strong>{' '}
        {message.incident && (
          <TextLink inline href={prefixRoute(`${ROUTES.incidents}/${message.incident}`)}>
            {t('dead-messages.incident', 'Incident {{number}}', { number: message.incident })}
          </TextLink>
        )}
      </div>
      <div className={styles.secondary}>
        {t('dead-messages.where', 'To {{channel}} · attempts: {{attempts}} · given up', {
          channel: message.channel,
          attempts: message.attempts,
          interpolation: { escapeValue: false },
        })}{' '}
        <RelativeTime at={message.deadAt} />
      </div>
      <div className={styles.error}>{message.error}</div>
      <Stack gap={1} wrap="wrap">
        <Button
          size="sm"
          variant="secondary"
          icon="repeat"
          disabled={busy}
          aria-label={t('dead-messages.replay-label', 'Send “{{subject}}” again', {
            subject: message.subject,
            interpolation: { escapeValue: false },
          })}
          onClick={() => replay.mutate(message.id)}
        >
          {t('dead-messages.replay', 'Send again')}
        </Button>
        <Button
          size="sm"
          variant="destructive"
          fill="outline"
          icon="trash-alt"
          disabled={busy}
          aria-label={t('dead-messages.forget-label', 'Forget “{{subject}}”', {
            subject: message.subject,
            interpolation: { escapeValue: false },
          })}
          onClick={() => setAsking(true)}
        >
          {t('dead-messages.forget', 'Forget')}
        </Button>
      </Stack>
      {error && <QueryError title={t('dead-messages.not-done', 'It was not done')} error={error} />}
      <Confirm
        isOpen={asking}
        title={t('dead-messages.ask', 'Forget this message?')}
        body={t(
          'dead-messages.ask-body',
          'Nobody gets it then. The timeline of its incident keeps that it was not sent.'
        )}
        confirmText={t('dead-messages.forget', 'Forget')}
        onConfirm={() => {
          setAsking(false);
          forget.mutate(message.id);
        }}
        onDismiss={() => setAsking(false)}
      />
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ marginTop: theme.spacing(2) }),
  list: css({ listStyle: 'none', margin: theme.spacing(1, 0) }),
  item: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    padding: theme.spacing(1, 0),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  text: css({ overflowWrap: 'anywhere' }),
  secondary: css({ color: theme.colors.text.secondary }),
  error: css({ color: theme.colors.error.text, overflowWrap: 'anywhere' }),
});
