import React, { useState } from 'react';
import { t } from '@grafana/i18n';
import { Button, Checkbox, Dropdown, Field, Input, Menu, RadioButtonGroup, Stack, Text, TextArea } from '@grafana/ui';

import { usePostMessage, usePreview, useRewriteMessage } from '../../../api/messages';
import { usePlaybooks } from '../../../api/response';
import { type Audience, type Message, type MessageTemplate } from '../../../api/types';
import { newKey } from '../../../ui/newKey';
import { QueryError } from '../../../ui/QueryError';

interface Props {
  number: number;
  /** The one whose text is replaced; absent for a new one. */
  message?: Message;
  onDone: () => void;
}

interface Draft {
  audience: Audience;
  template?: string;
  subject: string;
  body: string;
  channels: string[];
}

const EMPTY: Draft = { audience: 'internal', subject: '', body: '', channels: [] };

export function MessageForm({ number, message, onDone }: Props) {
  const [text, setText] = useState<Draft>(message ? { ...message } : EMPTY);
  const [missing, setMissing] = useState<string[]>([]);
  // One key for each form: a double click or a retry after a lost answer sends once.
  const [key] = useState(newKey);
  const playbooks = usePlaybooks();
  const preview = usePreview(number);
  const post = usePostMessage(number);
  const rewrite = useRewriteMessage(number);
  const change = (part: Partial<Draft>) => setText((before) => ({ ...before, ...part }));

  const choose = (template: string) =>
    preview.mutate(template, {
      onSuccess: (filled) => {
        change({ template, subject: filled.subject, body: filled.body });
        setMissing(filled.missing);
      },
    });
  const save = (draft: boolean) => {
    if (message) {
      const { template, subject, body, channels } = text;
      rewrite.mutate({ id: message.id, template, subject, body, channels, draft }, { onSuccess: onDone });
    } else {
      post.mutate({ ...text, subject: text.subject || undefined, key, draft }, { onSuccess: onDone });
    }
  };

  const { channels = [], externalChannels = [], messages = [] } = playbooks.data ?? {};
  const template = messages.find(({ id }) => id === text.template);
  const there = text.audience === 'external' ? externalChannels : channels;
  const open = missing.filter((field) => text.body.includes(`[${field}?]`) || text.subject.includes(`[${field}?]`));
  const error = post.error ?? rewrite.error ?? preview.error ?? playbooks.error;
  const busy = post.isPending || rewrite.isPending;
  return (
    <form
      aria-label={t('messages.form', 'Message')}
      onSubmit={(event) => {
        event.preventDefault();
        save(false);
      }}
    >
      <Stack direction="column" gap={0}>
        {!message && (
          <Field label={t('messages.audience', 'For people')}>
            <RadioButtonGroup
              value={text.audience}
              options={[
                { value: 'internal' as const, label: t('messages.inside', 'inside') },
                { value: 'external' as const, label: t('messages.outside', 'outside') },
              ]}
              onChange={(audience) => change({ audience, template: undefined, channels: [] })}
            />
          </Field>
        )}
        <Stack gap={1} alignItems="center" wrap="wrap">
          <Dropdown overlay={<Templates list={messages} audience={text.audience} onChoose={choose} />}>
            <Button variant="secondary" size="sm" icon={preview.isPending ? 'spinner' : 'angle-down'}>
              {t('messages.template', 'Fill in a template')}
            </Button>
          </Dropdown>
          {template && <Text color="secondary">{template.title}</Text>}
        </Stack>
        <Field label={t('messages.subject', 'Subject')}>
          <Input
            id="message-subject"
            value={text.subject}
            maxLength={300}
            onChange={(event) => change({ subject: event.currentTarget.value })}
          />
        </Field>
        <Field
          label={t('messages.body', 'Text')}
          description={t('messages.body-hint', 'Markdown')}
          invalid={open.length > 0}
          error={
            open.length > 0
              ? t('messages.open-fields', 'Still to be written: {{fields}}', {
                  fields: open.join(', '),
                  interpolation: { escapeValue: false },
                })
              : undefined
          }
        >
          <TextArea
            id="message-body"
            rows={8}
            value={text.body}
            onChange={(event) => change({ body: event.currentTarget.value })}
          />
        </Field>
        <div role="group" aria-label={t('messages.channels', 'Channels')}>
          <Text element="p" variant="bodySmall">
            {t('messages.channels', 'Channels')}
            {': '}
            {there.length > 0
              ? t('messages.channels-hint', 'all of them when none is chosen')
              : t('messages.no-channels', 'none is set up: it is kept here, and has to be passed on by hand')}
          </Text>
          <Stack gap={2} wrap="wrap">
            {there.map((name) => (
              <Checkbox
                key={name}
                label={name}
                value={text.channels.includes(name)}
                onChange={() => change({ channels: toggled(text.channels, name) })}
              />
            ))}
          </Stack>
        </div>
      </Stack>
      {error && <QueryError title={t('messages.save-failed', 'The message was not taken')} error={error} />}
      <Stack gap={1} wrap="wrap">
        <Button
          type="submit"
          icon={busy ? 'spinner' : undefined}
          disabled={busy || !text.body.trim() || open.length > 0}
        >
          {t('messages.submit', 'Send')}
        </Button>
        <Button variant="secondary" disabled={busy || !text.body.trim()} onClick={() => save(true)}>
          {t('messages.keep', 'Keep as draft')}
        </Button>
        <Button variant="secondary" fill="text" onClick={onDone}>
          {t('messages.cancel', 'Cancel')}
        </Button>
      </Stack>
    </form>
  );
}

interface TemplatesProps {
  list: MessageTemplate[];
  audience: Audience;
  onChoose: (id: string) => void;
}

function Templates({ list, audience, onChoose }: TemplatesProps) {
  return (
    <Menu>
      {list
        .filter((template) => template.audience === audience)
        .map(({ id, title }) => (
          <Menu.Item key={id} label={title} onClick={() => onChoose(id)} />
        ))}
    </Menu>
  );
}

function toggled(list: string[], name: string): string[] {
  return list.includes(name) ? list.filter((other) => other !== name) : [...list, name];
}
