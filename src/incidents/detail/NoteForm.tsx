import React, { useState } from 'react';

import { css } from '@emotion/css';
import { zodResolver } from '@hookform/resolvers/zod';
import { type GrafanaTheme2, renderMarkdown } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Field, RenderUserContentAsHTML, TextArea, useStyles2 } from '@grafana/ui';
import { useForm, useWatch } from 'react-hook-form';
import { z } from 'zod';

import { useAddNote } from '../../api/incidents';
import { belowSubPath } from '../../ui/markdownLinks';
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
  const [preview, setPreview] = useState(false);
  const { register, handleSubmit, reset, formState, control } = useForm({
    resolver: zodResolver(schema()),
    defaultValues: { body: '' },
  });
  const body = useWatch({ control, name: 'body' });
  const submit = handleSubmit((note) =>
    add.mutate(note.body, {
      onSuccess: () => {
        reset();
        setPreview(false);
      },
    })
  );
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
      {preview && <Preview body={body} />}
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
      </Button>{' '}
      <Button
        size="sm"
        variant="secondary"
        fill="text"
        icon="eye"
        aria-pressed={preview}
        disabled={refusal !== undefined}
        tooltip={refusal}
        onClick={() => setPreview(!preview)}
      >
        {t('note.preview', 'Preview')}
      </Button>
    </form>
  );
}

/** The note as the timeline will show it. */
function Preview({ body }: { body: string }) {
  const styles = useStyles2(getStyles);
  return (
    <RenderUserContentAsHTML
      component="div"
      className={styles}
      content={renderMarkdown(belowSubPath(body.trim()) || t('note.nothing', 'Nothing written yet'))}
    />
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    display: 'block',
    padding: theme.spacing(1),
    marginBottom: theme.spacing(1),
    borderLeft: `3px solid ${theme.colors.border.medium}`,
    overflowWrap: 'anywhere',
    '& p:last-child': { marginBottom: 0 },
    '& pre': { overflowX: 'auto' },
    '& ul, & ol': { paddingLeft: theme.spacing(3) },
    '& a': { color: theme.colors.text.link, textDecoration: 'underline' },
  });
