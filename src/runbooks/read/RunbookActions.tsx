import React from 'react';
import { t } from '@grafana/i18n';
import { Button, LinkButton, Stack } from '@grafana/ui';

import { type Runbook, useChangeRunbook } from '../../api/runbooks';
import { navUrl, runbookRoute } from '../../app/nav';
import { ChangeError } from '../../ui/ChangeError';
import { downloadText } from '../../ui/download';
import { roleRefusal, textRefusal } from '../role';

export function RunbookActions({ runbook }: { runbook: Runbook }) {
  const { summary, revision, text } = runbook;
  const change = useChangeRunbook(summary.id);
  const noRole = roleRefusal();
  const noText = textRefusal(summary);
  return (
    <Stack direction="column" gap={1}>
      <Stack gap={1} wrap="wrap">
        <Button
          icon="check"
          disabled={noRole !== undefined || change.isPending}
          tooltip={noRole ?? t('runbook.verify-why', 'I went through it and it is right')}
          onClick={() => change.mutate({ action: 'verify', revision })}
        >
          {t('runbook.verify', 'Verify')}
        </Button>
        <LinkButton
          variant="secondary"
          icon="pen"
          href={navUrl(runbookRoute(summary.id, 'edit'))}
          disabled={noText !== undefined}
          tooltip={noText}
        >
          {t('runbook.edit.label', 'Edit')}
        </LinkButton>
        <LinkButton variant="secondary" icon="history" href={navUrl(runbookRoute(summary.id, 'versions'))}>
          {t('runbook.versions', 'Versions')}
        </LinkButton>
        <Button
          variant="secondary"
          icon="download-alt"
          onClick={() => downloadText(`${summary.id}.md`, 'text/markdown', text)}
        >
          {t('runbook.download', 'Markdown')}
        </Button>
        <Button
          variant="secondary"
          icon={summary.archived ? 'history' : 'archive-alt'}
          disabled={noRole !== undefined || change.isPending}
          tooltip={noRole}
          onClick={() => change.mutate({ action: 'archive', archived: !summary.archived, revision })}
        >
          {summary.archived ? t('runbook.unarchive', 'Put back') : t('runbook.archive', 'Archive')}
        </Button>
      </Stack>
      {change.error && <ChangeError title={t('runbook.change-failed', 'It was not changed')} error={change.error} />}
    </Stack>
  );
}
