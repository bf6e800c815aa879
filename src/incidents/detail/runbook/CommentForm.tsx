import React, { useEffect, useRef, useState } from 'react';
import { t } from '@grafana/i18n';
import { Button, Field, Stack, TextArea } from '@grafana/ui';

/** As in the contract. */
const MAX_LENGTH = 2_000;

interface Props {
  position: number;
  comment: string;
  busy: boolean;
  onSave: (comment: string) => void;
  onCancel: () => void;
}

export function CommentForm({ position, comment, busy, onSave, onCancel }: Props) {
  const [text, setText] = useState(comment);
  const field = useRef<HTMLTextAreaElement>(null);
  // The form came by a press on its button, so the person wants to write.
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSave(text.trim());
      }}
    >
      <Field noMargin label={t('run.comment.label', 'Comment on step {{position}}', { position })}>
        <TextArea
          id={`run-comment-${position}`}
          rows={2}
          maxLength={MAX_LENGTH}
          ref={field}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
      </Field>
      <Stack gap={1}>
        <Button type="submit" size="sm" disabled={busy || text.trim() === comment}>
          {t('run.comment.save', 'Save')}
        </Button>
        <Button size="sm" variant="secondary" onClick={onCancel}>
          {t('run.comment.cancel', 'Cancel')}
        </Button>
      </Stack>
    </form>
  );
}
