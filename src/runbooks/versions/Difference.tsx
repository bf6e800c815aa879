import React from 'react';
import { t } from '@grafana/i18n';

import { useRunbookDiff } from '../../api/runbooks';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { TextDiff } from '../../ui/TextDiff';

interface Props {
  id: string;
  from: number;
  to: number;
}

/** Two versions line by line. */
export function Difference({ id, from, to }: Props) {
  const diff = useRunbookDiff(id, from, to);
  if (diff.isError) {
    return (
      <QueryError
        title={t('runbook.diff-failed', 'The versions could not be compared')}
        error={diff.error}
        onRetry={() => void diff.refetch()}
      />
    );
  }
  return diff.data ? <TextDiff lines={diff.data} /> : <Loading />;
}
