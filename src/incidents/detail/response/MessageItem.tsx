import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, renderMarkdown } from '@grafana/data';
import { t } from '@grafana/i18n';
import { config } from '@grafana/runtime';
import { Badge, type BadgeColor, Button, Input, RenderUserContentAsHTML, Stack, Text, useStyles2 } from '@grafana/ui';

import { useDecideMessage } from '../../../api/messages';
import { type Message } from '../../../api/types';
import { belowSubPath } from '../../../ui/markdownLinks';
import { QueryError } from '../../../ui/QueryError';
import { RelativeTime } from '../../../ui/Time';
import { editorOnly } from './refusal';

const COLORS: Record<Message['state'], BadgeColor> = {
  draft: 'darkgrey',
  waiting: 'orange',
  approved: 'blue',
  sent: 'green',
  rejected: 'red',
};

interface Props {
  number: number;
  message: Message;
  onEdit: () => void;
}

export function MessageItem({ number, message, onEdit }: Props) {
  const styles = useStyles2(getStyles);
  const [open, setOpen] = useState(message.state === 'waiting');
  return (
    <li className={styles.item}>
      <Stack gap={1} alignItems="center" wrap="wrap">
        <Badge color={COLORS[message.state]} text={stateName(message.state)} />
        {message.audience === 'external' && <Badge color="purple" text={t('messages.external', 'to people outside')} />}
        <Button size="sm" fill="text" aria-expanded={open} onClick={() => setOpen(!open)}>
          {message.subject}
        </Button>
        <Text color="secondary" variant="bodySmall">
          {message.writtenBy || t('messages.by-playbook', 'the playbook')}{' '}
          <RelativeTime at={message.sentAt ?? message.createdAt} />
        </Text>
      </Stack>
      {open && (
        <>
          <RenderUserContentAsHTML
            component="div"
            className={styles.body}
            content={renderMarkdown(belowSubPath(message.body))}
          />
          {message.reason && (
            <Text color="secondary">
              {t('messages.rejected-because', 'Rejected by {{login}}: {{reason}}', {
                login: message.decidedBy,
                reason: message.reason,
                interpolation: { escapeValue: false },
              })}
            </Text>
          )}
        </>
      )}
      {message.state !== 'sent' && <Decide number={number} message={message} onEdit={onEdit} />}
    </li>
  );
}

function Decide({ number, message, onEdit }: Props) {
  const decide = useDecideMessage(number);
  const [rejecting, setRejecting] = useState(false);
  const refusal = editorOnly();
  const own = message.writtenBy.toLowerCase() === config.bootData.user.login.toLowerCase();
  const approval = refusal ?? (own ? t('messages.own', 'You wrote it: somebody else has to approve it') : undefined);
  const { id, state, needsApproval } = message;
  const sendable = state === 'approved' || (!needsApproval && (state === 'draft' || state === 'waiting'));
  return (
    <Stack direction="column" gap={1}>
      <Stack gap={1} wrap="wrap">
        {state === 'waiting' && needsApproval && (
          <Button
            size="sm"
            disabled={approval !== undefined || decide.isPending}
            tooltip={approval}
            onClick={() => decide.mutate({ id, action: 'approve' })}
          >
            {t('messages.approve', 'Approve')}
          </Button>
        )}
        {sendable && (
          <Button
            size="sm"
            disabled={refusal !== undefined || decide.isPending}
            tooltip={refusal}
            onClick={() => decide.mutate({ id, action: 'send' })}
          >
            {t('messages.send', 'Send')}
          </Button>
        )}
        <Button size="sm" variant="secondary" disabled={refusal !== undefined} tooltip={refusal} onClick={onEdit}>
          {t('messages.edit', 'Edit')}
        </Button>
        {state !== 'rejected' && (
          <Button
            size="sm"
            variant="secondary"
            disabled={refusal !== undefined}
            tooltip={refusal}
            onClick={() => setRejecting(!rejecting)}
          >
            {t('messages.reject', 'Reject…')}
          </Button>
        )}
      </Stack>
      {rejecting && (
        <Rejecting
          onReject={(reason) => {
            decide.mutate({ id, action: 'reject', reason });
            setRejecting(false);
          }}
        />
      )}
      {decide.error && <QueryError title={t('messages.not-done', 'The message is as it was')} error={decide.error} />}
    </Stack>
  );
}

function Rejecting({ onReject }: { onReject: (reason: string) => void }) {
  const [reason, setReason] = useState('');
  const submit = (event: React.SyntheticEvent) => {
    event.preventDefault();
    onReject(reason.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack gap={1}>
        <Input
          value={reason}
          maxLength={2000}
          aria-label={t('messages.reason', 'What has to be different')}
          placeholder={t('messages.reason', 'What has to be different')}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Button type="submit" variant="secondary" disabled={!reason.trim()}>
          {t('messages.reject-now', 'Reject')}
        </Button>
      </Stack>
    </form>
  );
}

function stateName(state: Message['state']): string {
  switch (state) {
    case 'draft':
      return t('messages.state.draft', 'Draft');
    case 'waiting':
      return t('messages.state.waiting', 'Waits for approval');
    case 'approved':
      return t('messages.state.approved', 'Approved');
    case 'sent':
      return t('messages.state.sent', 'Sent');
    case 'rejected':
      return t('messages.state.rejected', 'Rejected');
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  item: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    paddingBottom: theme.spacing(1),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    overflowWrap: 'anywhere',
  }),
  body: css({ whiteSpace: 'normal', color: theme.colors.text.primary }),
});
