import React from 'react';
import { css } from '@emotion/css';
import { t } from '@grafana/i18n';
import { Badge, Button, Stack } from '@grafana/ui';
import { useFormContext } from 'react-hook-form';
import { z } from 'zod';

import { type ReviewContent } from '../../api/reviews';
import { absoluteTime } from '../../ui/clock';
import { type Part, type PartProps } from '../edit/part';
import { fieldName } from '../fields';
import { TextField } from './fields';
import { refuseLong } from './long';
import { ModelSummary } from './ModelSummary';

/** As in the contract. */
const MAX_SUMMARY = 1000;

const shape = z.object({
  summary: z.string(),
  tags: z.string(),
  // What a language model wrote of it; absent when people did.
  model: z.object({ text: z.string(), model: z.string() }).optional(),
});
type Values = z.infer<typeof shape>;

export function summaryPart(): Part<Values> {
  return {
    id: 'summary',
    title: fieldName('summary'),
    help: t('review.help.summary', 'For those who read nothing else: what users saw, how long, why, and what follows.'),
    isEmpty: ({ content }) => content.summary === '' && content.tags.length === 0,
    shape,
    rules: ({ summary }, refuse) => refuseLong(summary, MAX_SUMMARY, ['summary'], refuse),
    read: ({ summary, tags, model }) => ({
      summary,
      tags: tags.join(', '),
      ...(model && { model: { text: model.text, model: model.model } }),
    }),
    write: ({ model: _, ...content }, { summary, tags, model }) => ({
      ...content,
      summary: summary.trim(),
      tags: [...new Set(tags.split(',').map((tag) => tag.trim()))].filter(Boolean),
      // Who took it over, and when, is set by the backend.
      ...(model && { model: { ...model, at: new Date().toISOString(), by: '' } }),
    }),
    Fields,
    View,
  };
}

function Fields({ review }: PartProps) {
  const { setValue } = useFormContext<Values>();
  const take = (summary: string, model: Values['model']) => {
    setValue('summary', summary, { shouldDirty: true });
    setValue('model', model, { shouldDirty: true });
  };
  return (
    <>
      <TextField
        name="summary"
        rows={4}
        label={t('review.part.summary', 'Summary')}
        hint={t('review.summary.hint', 'Plain text')}
      />
      {review.facts.summary !== '' && (
        <Stack gap={1} wrap="wrap">
          <Button
            type="button"
            size="sm"
            variant="secondary"
            onClick={() => take(review.facts.summary.slice(0, MAX_SUMMARY), undefined)}
          >
            {t('review.summary.use-facts', 'Use the words of the record')}
          </Button>
        </Stack>
      )}
      <ModelSummary review={review} longest={MAX_SUMMARY} onTake={({ text, model }) => take(text, { text, model })} />
      <TextField name="tags" label={t('review.summary.tags', 'Tags, separated by commas')} />
    </>
  );
}

function View({ review: { content } }: PartProps) {
  const { summary, tags, model } = content;
  return (
    <>
      {summary && <p className={words}>{summary}</p>}
      {model && <Badge color="purple" icon="ai" text={markOf(model)} />}
      {tags.length > 0 && (
        <Stack gap={1} wrap="wrap">
          {tags.map((tag) => (
            <Badge key={tag} color="blue" icon="tag-alt" text={tag} />
          ))}
        </Stack>
      )}
    </>
  );
}

function markOf({ model, by, at, editedBy, editedAt }: NonNullable<ReviewContent['model']>): string {
  const data = {
    model,
    by,
    time: absoluteTime(at),
    editor: editedBy,
    edited: absoluteTime(editedAt ?? at),
    interpolation: { escapeValue: false },
  };
  return editedBy
    ? t(
        'review.model.edited',
        'Written by a language model ({{model}}), accepted by {{by}} at {{time}}, edited by {{editor}} at {{edited}}',
        data
      )
    : t('review.model.mark', 'Written by a language model ({{model}}), accepted by {{by}} at {{time}}', data);
}

/** Characters that turn the direction of a text must not reach what stands around it. */
const words = css({ margin: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', unicodeBidi: 'isolate' });
