import React from 'react';
import { t } from '@grafana/i18n';
import { Badge } from '@grafana/ui';

import { type RunbookSummary } from '../api/runbooks';
import { RelativeTime } from '../ui/Time';

/** When somebody last went through the text in effect, and whether that is too long ago. */
export function Verified({ summary: { verifiedAt, verifiedBy, stale } }: { summary: RunbookSummary }) {
  return (
    <span>
      {verifiedAt ? (
        <>
          {verifiedBy} <RelativeTime at={verifiedAt} />
        </>
      ) : (
        t('runbook.unverified', 'By nobody')
      )}{' '}
      {stale && <Badge color="orange" icon="clock-nine" text={t('runbook.stale', 'Stale')} />}
    </span>
  );
}
