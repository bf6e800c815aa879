import React from 'react';
import { t } from '@grafana/i18n';

import { ApiError } from '../api/ApiError';
import { QueryError } from './QueryError';

interface Props {
  title: string;
  error: ApiError;
}

/** Why a change was refused; where somebody else was faster, what to do about that. */
export function ChangeError({ title, error }: Props) {
  return <QueryError title={title} error={error.status === 409 ? conflict(error) : error} />;
}

function conflict({ status, code }: ApiError): ApiError {
  return new ApiError({
    status,
    code,
    message: t(
      'change-error.message',
      'Somebody else changed it since this page loaded it. Their version is loaded now.'
    ),
    fix: t('change-error.fix', 'Look at what they changed, then save yours again if it still holds.'),
  });
}
