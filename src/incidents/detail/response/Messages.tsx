import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Stack, Text, useStyles2 } from '@grafana/ui';

import { useMessages } from '../../../api/messages';
import { type IncidentDetail, type Message } from '../../../api/types';
import { QueryError } from '../../../ui/QueryError';
import { MessageForm } from './MessageForm';
import { MessageItem } from './MessageItem';
import { editorOnly } from './refusal';

const SHOWN = 5;

export function Messages({ detail }: { detail: IncidentDetail }) {
  const styles = useStyles2(getStyles);
  const { number } = detail.incident;
  const query = useMessages(number);
  const [writing, setWriting] = useState<Message | 'new'>();
  const [all, setAll] = useState(false);
  const refusal = editorOnly();
  const messages = query.data ?? [];
  return (
    <div className={styles.part}>
      <Text element="h3" variant="h6">
        {t('messages.title', 'Messages')}
      </Text>
      {query.isError && (
        <QueryError
          title={t('messages.failed', 'The messages could not be loaded')}
          error={query.error}
          stale={query.data !== undefined}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.data?.length === 0 && <Text color="secondary">{t('messages.none', 'Nothing was written yet.')}</Text>}
      <ul className={styles.list}>
        {messages.slice(0, all ? undefined : SHOWN).map((message) => (
          <MessageItem key={message.id} number={number} message={message} onEdit={() => setWriting(message)} />
        ))}
      </ul>
      <Stack gap={1} wrap="wrap">
        {!writing && (
          <Button
            id="incident-write-update"
            size="sm"
            variant="secondary"
            icon="envelope"
            disabled={refusal !== undefined}
            tooltip={refusal}
            onClick={() => setWriting('new')}
          >
            {t('messages.write', 'Write an update')}
          </Button>
        )}
        {messages.length > SHOWN && !all && (
          <Button size="sm" fill="text" onClick={() => setAll(true)}>
            {t('messages.all', 'Show all {{total}}', { total: messages.length })}
          </Button>
        )}
      </Stack>
      {writing && (
        <MessageForm
          key={writing === 'new' ? 'new' : writing.id}
          number={number}
          message={writing === 'new' ? undefined : writing}
          onDone={() => setWriting(undefined)}
        />
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  part: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  list: css({ listStyle: 'none', display: 'flex', flexDirection: 'column', gap: theme.spacing(1), margin: 0 }),
});
