import React from 'react';
import { t } from '@grafana/i18n';
import { Button, Stack } from '@grafana/ui';

import { isCheckable } from './checkValue';
import { type Row } from './rows';
import { type ValueChecks } from './useValueChecks';

interface Props {
  rows: Row[];
  checks: ValueChecks;
}

/** Asks the queries of all rows that are shown for their values; a person decides when, as it may be hundreds. */
export function CheckButton({ rows, checks: { progress, start, cancel } }: Props) {
  const count = rows.flatMap(({ cells }) => cells.flatMap(({ entries }) => entries)).filter(isCheckable).length;
  if (progress) {
    const { done, total } = progress;
    return (
      <Stack gap={1} alignItems="center">
        <progress value={done} max={total} aria-label={t('coverage.progress', 'Checked queries')} />
        <span role="status">{t('coverage.checking', '{{done}} of {{total}} queries', { done, total })}</span>
        <Button variant="secondary" icon="times" onClick={cancel}>
          {t('coverage.cancel', 'Cancel')}
        </Button>
      </Stack>
    );
  }
  return (
    <Button variant="secondary" icon="sync" disabled={count === 0} onClick={() => start(rows)}>
      {t('coverage.check', 'Check values ({{queries}} queries)', { queries: count })}
    </Button>
  );
}
