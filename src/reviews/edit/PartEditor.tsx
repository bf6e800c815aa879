import React, { useEffect, useMemo, useState } from 'react';
import { css } from '@emotion/css';
import { zodResolver } from '@hookform/resolvers/zod';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Stack, Text, useStyles2 } from '@grafana/ui';
import { type DefaultValues, type FieldValues, FormProvider, useForm } from 'react-hook-form';

import { type Review } from '../../api/reviews';
import { absoluteTime } from '../../ui/clock';
import { QueryError } from '../../ui/QueryError';
import { Conflict } from './Conflict';
import { type Draft, dropDraft, writeDraft } from './drafts';
import { type Part, same } from './part';
import { useSave } from './useSave';

const SETTLE_MS = 300;

interface Props<V extends FieldValues> {
  part: Part<V>;
  review: Review;
  /** Of an earlier visit. */
  draft?: Draft<V>;
  onClose: () => void;
}

export function PartEditor<V extends FieldValues>({ part, review, draft, onClose }: Props<V>) {
  const styles = useStyles2(getStyles);
  const { number, version } = review.summary;
  const [begun] = useState(() => ({
    version: draft?.version ?? version,
    values: draft?.seen ?? part.read(review.content),
  }));
  const form = useForm<V>({
    resolver: useMemo(() => zodResolver(schemaOf(part)), [part]),
    // The library wants a deep partial of V, which V is.
    defaultValues: (draft?.values ?? begun.values) as DefaultValues<V>,
  });
  const close = () => {
    dropDraft(number, part.id);
    onClose();
  };
  const saving = useSave(part, review, begun, close);
  useKeptDraft(part, number, saving.seen, form);
  const { Fields } = part;
  return (
    <FormProvider {...form}>
      <form className={styles} onSubmit={form.handleSubmit((values) => saving.save(values))} noValidate>
        {draft && (
          <Text color="secondary" variant="bodySmall">
            {t('review.draft.restored', 'What you wrote until {{time}} is here again; it is not saved yet.', {
              time: absoluteTime(draft.at),
              interpolation: { escapeValue: false },
            })}
          </Text>
        )}
        <Fields review={review} />
        {saving.conflict && (
          <Conflict
            part={part}
            conflict={saving.conflict}
            onTheirs={close}
            onMine={() => void form.handleSubmit((values) => saving.keepMine(values))()}
          />
        )}
        {saving.error && (
          <QueryError
            title={t('review.save.failed', 'It was not saved; your text is still here')}
            error={saving.error}
          />
        )}
        {!saving.conflict && (
          <Stack gap={1}>
            <Button type="submit" icon={saving.busy ? 'spinner' : 'save'} disabled={saving.busy}>
              {t('review.save.label', 'Save')}
            </Button>
            <Button type="button" variant="secondary" disabled={saving.busy} onClick={close}>
              {draft ? t('review.draft.discard', 'Discard the draft') : t('review.cancel', 'Cancel')}
            </Button>
          </Stack>
        )}
      </form>
    </FormProvider>
  );
}

function schemaOf<V extends FieldValues>({ shape, rules }: Part<V>) {
  return shape.superRefine((values, context) =>
    rules?.(values, (path, message) => context.addIssue({ code: 'custom', path, message }))
  );
}

/** Keeps what is typed in this browser until it is saved or given up. */
function useKeptDraft<V extends FieldValues>(
  { id }: Part<V>,
  number: number,
  seen: { version: number; values: V },
  { subscribe }: ReturnType<typeof useForm<V>>
) {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = subscribe({
      formState: { values: true },
      callback: ({ values }) => {
        clearTimeout(timer);
        timer = setTimeout(() => keep(values), SETTLE_MS);
      },
    });
    const keep = (values: V) => {
      if (!same(values, seen.values)) {
        writeDraft(number, id, { version: seen.version, seen: seen.values, values, at: Date.now() });
      }
    };
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [id, number, seen, subscribe]);
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(2),
    padding: theme.spacing(2),
    border: `1px solid ${theme.colors.primary.border}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
  });
