import React from 'react';
import { t } from '@grafana/i18n';
import { Button, LinkButton, Stack } from '@grafana/ui';

import { exportAddress } from '../../api/runbooks';
import { navUrl, ROUTES } from '../../app/nav';
import { roleRefusal } from '../role';

interface Props {
  importing: boolean;
  onImport: () => void;
}

export function ListActions({ importing, onImport }: Props) {
  const refusal = roleRefusal();
  return (
    <Stack gap={1} wrap="wrap">
      <LinkButton
        icon="plus"
        href={navUrl(`${ROUTES.runbooks}/new`)}
        disabled={refusal !== undefined}
        tooltip={refusal}
      >
        {t('runbooks.new', 'New runbook')}
      </LinkButton>
      <Button
        variant="secondary"
        icon="upload"
        aria-expanded={importing}
        disabled={refusal !== undefined}
        tooltip={refusal}
        onClick={onImport}
      >
        {t('runbooks.import.label', 'Import')}
      </Button>
      <LinkButton
        variant="secondary"
        icon="download-alt"
        href={exportAddress(false)}
        download="strata-runbooks.zip"
        target="_self"
      >
        {t('runbooks.export', 'Export')}
      </LinkButton>
    </Stack>
  );
}
