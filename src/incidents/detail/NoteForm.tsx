import React from 'react';
import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@grafana/i18n';
import { Button, Field, TextArea } from '@grafana/ui';
import { useForm } from 'react-hook-form';
import { z } from 'zod';

import { useAddNote } from '../../api/incidents';
import { QueryError } from '../../ui/QueryError';

/** As in the contract. */
const MAX_LENGTH = 10_000;

const schema = () =>
  z.object({
    body: z
      .string()
      .trim()
      .min(1, t('note.empty', 'Write something first'))
      .max(MAX_LENGTH, t('note.long', 'At most {{max}} characters', { max: MAX_LENGTH })),
  });

interface Props {
  number: number;
  /** Why the person may not write; undefined when they may. */
  refusal?: string;
}

export function NoteForm({ number, refusal }: Props) {
  const add = useAddNote(number);
  const { register, handleSubmit, reset, formState } = useForm({
    resolver: zodResolver(schema()),
    defaultValues: { body: '' },
  });
  const submit = handleSubmit(({ body }) => add.mutate(body, { onSuccess: () => reset() }));
  const error = formState.errors.body?.message;
  return (
    <form onSubmit={submit}>
      <Field
        label={t('note.label', 'Add a note')}
        description={refusal ?? t('note.hint', 'Markdown; stays in the timeline for the review')}
        invalid={error !== undefined}
        error={error}
      >
        <TextArea id="incident-note" rows={2} disabled={refusal !== undefined} {...register('body')} />
      </Field>
      {add.error && (
        <QueryError title={t('note.failed', 'The note was not saved; your text is still here')} error={add.error} />
      )}
      <Button
        type="submit"
        size="sm"
        variant="secondary"
        icon={add.isPending ? 'spinner' : 'comment-alt'}
        disabled={refusal !== undefined || add.isPending}
        tooltip={refusal}
      >
        {t('note.submit', 'Add note')}
      </Button>
    </form>
  );
}
