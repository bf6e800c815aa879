import React from 'react';
import { t } from '@grafana/i18n';
import { Button } from '@grafana/ui';

import { type ApiError } from '../../api/ApiError';
import { type OwnSignalRecord } from '../../api/types';
import { ChangeError } from '../../ui/ChangeError';
import { toJson } from './formText';

interface Props {
  error: ApiError;
  /** What is stored now. */
  record?: OwnSignalRecord;
  onReload: () => void;
}

/** Why it was not saved; where somebody else was faster, what they stored and the choice between both. */
export function SaveError({ error, record, onReload }: Props) {
  return (
    <>
      <ChangeError title={t('signal-form.not-saved', 'The signal was not saved')} error={error} />
      {error.status === 409 && (
        <>
          <details>
            <summary>{t('signal-form.theirs', 'What is stored now')}</summary>
            <pre>{toJson(record?.signal)}</pre>
          </details>
          <Button type="button" variant="secondary" icon="history" onClick={onReload}>
            {t('signal-form.take-theirs', 'Take theirs and drop mine')}
          </Button>
        </>
      )}
    </>
  );
}
