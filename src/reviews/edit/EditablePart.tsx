import React, { useState } from 'react';
import { t } from '@grafana/i18n';
import { Button } from '@grafana/ui';
import { type FieldValues } from 'react-hook-form';

import { type Review } from '../../api/reviews';
import { Comments } from '../page/Comments';
import { SectionFrame } from '../page/SectionFrame';
import { editRefusal } from '../refusal';
import { readDraft } from './drafts';
import { type Part } from './part';
import { PartEditor } from './PartEditor';

interface Props<V extends FieldValues> {
  part: Part<V>;
  review: Review;
}

/** A section to read, and to edit in place. What was written before a reload is open again. */
export function EditablePart<V extends FieldValues>({ part, review }: Props<V>) {
  const refusal = editRefusal(review);
  const { number } = review.summary;
  const [draft, setDraft] = useState(() => readDraft(number, part.id, part.shape));
  const [editing, setEditing] = useState(draft !== undefined && refusal === undefined);
  const { View } = part;
  const close = () => {
    setDraft(undefined);
    setEditing(false);
  };
  return (
    <SectionFrame
      id={part.id}
      title={part.title}
      action={
        !editing && (
          <Button
            size="sm"
            variant="secondary"
            fill="text"
            icon="pen"
            disabled={refusal !== undefined}
            tooltip={refusal}
            aria-label={t('review.edit-part', 'Edit “{{title}}”', {
              title: part.title,
              interpolation: { escapeValue: false },
            })}
            onClick={() => setEditing(true)}
          >
            {t('review.edit', 'Edit')}
          </Button>
        )
      }
      help={editing || part.isEmpty(review) ? part.help : undefined}
    >
      {editing ? (
        <PartEditor part={part} review={review} draft={draft} onClose={close} />
      ) : (
        !part.isEmpty(review) && <View review={review} />
      )}
      <Comments review={review} field={part.id} />
    </SectionFrame>
  );
}
