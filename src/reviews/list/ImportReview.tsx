import React, { useRef, useState } from 'react';
import { t } from '@grafana/i18n';
import { Alert, Button, Stack } from '@grafana/ui';
import { useNavigate } from 'react-router-dom';

import { useImportReview } from '../../api/reviews';
import { reviewPath } from '../../app/nav';
import { QueryError } from '../../ui/QueryError';
import { roleRefusal } from '../refusal';

/** Takes in the JSON of a review that was exported elsewhere, and goes to the draft that it becomes. */
export function ImportReview() {
  const input = useRef<HTMLInputElement>(null);
  const [unreadable, setUnreadable] = useState(false);
  const navigate = useNavigate();
  const take = useImportReview();
  const refusal = roleRefusal();
  const read = async (file: File | undefined) => {
    if (!file) {
      return;
    }
    const body = parsed(await file.text());
    setUnreadable(body === undefined);
    if (body) {
      take.mutate(body, { onSuccess: ({ summary }) => navigate(reviewPath(summary.number)) });
    }
  };
  return (
    <Stack direction="column" gap={1} alignItems="flex-end">
      <Button
        variant="secondary"
        icon={take.isPending ? 'spinner' : 'upload'}
        disabled={refusal !== undefined || take.isPending}
        tooltip={refusal}
        onClick={() => input.current?.click()}
      >
        {t('reviews.import.label', 'Import')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".json,application/json"
        aria-label={t('reviews.import.file', 'JSON of a review')}
        onChange={({ target }) => void read(target.files?.[0])}
      />
      {unreadable && <Alert severity="error" title={t('reviews.import.unreadable', 'The file is not a JSON object')} />}
      {take.error && (
        <QueryError title={t('reviews.import.failed', 'The review was not taken in')} error={take.error} />
      )}
    </Stack>
  );
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
