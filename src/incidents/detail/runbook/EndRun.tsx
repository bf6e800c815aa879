import React, { useState } from 'react';
import { t } from '@grafana/i18n';
import { Button, Field, Stack, TextArea } from '@grafana/ui';

import { type RunbookRun, useEndRun } from '../../../api/runbookRuns';
import { QueryError } from '../../../ui/QueryError';

/** As in the contract. */
const MAX_LENGTH = 2_000;

interface Props {
  number: number;
  run: RunbookRun;
  refusal?: string;
}

/** Ends a run, after the one question that keeps runbooks good. */
export function EndRun({ number, run, refusal }: Props) {
  const [asking, setAsking] = useState(false);
  const [comment, setComment] = useState('');
  const end = useEndRun(number);
  if (!asking) {
    return (
      <div>
        <Button
          size="sm"
          variant="secondary"
          icon="check"
          disabled={refusal !== undefined}
          tooltip={refusal}
          onClick={() => setAsking(true)}
        >
          {t('run.end.label', 'End')}
        </Button>
      </div>
    );
  }
  return (
    <Stack direction="column" gap={1}>
      <Field
        noMargin
        label={t('run.end.question', 'Was a step wrong or missing?')}
        description={t('run.end.hint', 'May stay empty')}
      >
        <TextArea
          id={`run-end-${run.id}`}
          rows={2}
          maxLength={MAX_LENGTH}
          value={comment}
          onChange={({ currentTarget }) => setComment(currentTarget.value)}
        />
      </Field>
      {end.error && <QueryError title={t('run.end-failed', 'The run was not ended')} error={end.error} />}
      <Stack gap={1}>
        <Button
          size="sm"
          icon={end.isPending ? 'spinner' : 'check'}
          disabled={end.isPending}
          onClick={() => end.mutate({ run: run.id, comment: comment.trim() })}
        >
          {t('run.end.yes', 'End the run')}
        </Button>
        <Button size="sm" variant="secondary" onClick={() => setAsking(false)}>
          {t('run.comment.cancel', 'Cancel')}
        </Button>
      </Stack>
    </Stack>
  );
}
