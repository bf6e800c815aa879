import React from 'react';
import { t } from '@grafana/i18n';
import { Alert, Button, Stack, TextLink } from '@grafana/ui';

import { prefixRoute, runbookRoute } from '../../app/nav';

interface Props {
  id: string;
  /** Revision of what somebody else saved. */
  newer: number;
  taken: boolean;
  onTake: () => void;
}

/** Somebody else saved meanwhile: their version is to be looked at before it is written over. */
export function SaveError({ id, newer, taken, onTake }: Props) {
  return (
    <Alert severity="warning" title={t('runbook.edit.conflict', 'Somebody else saved this runbook meanwhile')}>
      <Stack direction="column" gap={1} alignItems="flex-start">
        <span>
          {t(
            'runbook.edit.conflict-why',
            'Your text is still here. Look at theirs, take over what you need, then save again.'
          )}
        </span>
        <TextLink href={prefixRoute(runbookRoute(id, 'versions'))} external>
          {t('runbook.edit.theirs', 'Their version')}
        </TextLink>
        <Button size="sm" variant="secondary" disabled={taken || newer === 0} onClick={onTake}>
          {taken
            ? t('runbook.edit.ready', 'Ready to save over it')
            : t('runbook.edit.take', 'I looked at theirs: save mine over it')}
        </Button>
      </Stack>
    </Alert>
  );
}
