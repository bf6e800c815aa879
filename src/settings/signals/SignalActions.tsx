import React, { useState } from 'react';
import { t } from '@grafana/i18n';
import { Button, LinkButton, Stack } from '@grafana/ui';

import { useDeleteOwnSignal, usePutOwnSignal } from '../../api/ownSignals';
import { type OwnSignal, type OwnSignalRecord } from '../../api/types';
import { navUrl, ROUTES } from '../../app/nav';
import { ChangeError } from '../../ui/ChangeError';
import { Confirm } from '../../ui/Confirm';
import { isAdmin } from '../../ui/user';

interface Props {
  record: OwnSignalRecord;
  /** Deleting it puts the built-in one back. */
  builtIn: boolean;
}

export function SignalActions({ record, builtIn }: Props) {
  const [asking, setAsking] = useState(false);
  const put = usePutOwnSignal();
  const remove = useDeleteOwnSignal();
  const { signal, version } = record;
  const fixed = whyFixed(record);
  const error = put.error ?? remove.error;
  const busy = put.isPending || remove.isPending;
  const removeText = builtIn ? t('own-signals.reset', 'Use the built-in one again') : t('own-signals.delete', 'Delete');
  return (
    <>
      <Stack gap={1} wrap="wrap">
        <LinkButton
          size="sm"
          variant="secondary"
          icon="edit"
          href={`${navUrl(ROUTES.signalForm)}?id=${encodeURIComponent(signal.id)}`}
          disabled={fixed !== undefined}
          tooltip={fixed}
        >
          {t('own-signals.edit', 'Edit')}
        </LinkButton>
        <Button
          size="sm"
          variant="secondary"
          icon="power"
          disabled={fixed !== undefined || busy}
          tooltip={fixed}
          onClick={() => put.mutate({ signal: switched(signal), version })}
        >
          {signal.enabled === false
            ? t('own-signals.switch-on', 'Switch on')
            : t('own-signals.switch-off', 'Switch off')}
        </Button>
        <Button
          size="sm"
          variant="destructive"
          fill="outline"
          icon={builtIn ? 'history' : 'trash-alt'}
          disabled={fixed !== undefined || busy}
          tooltip={fixed}
          onClick={() => setAsking(true)}
        >
          {removeText}
        </Button>
      </Stack>
      {error && <ChangeError title={t('own-signals.not-changed', 'The signal was not changed')} error={error} />}
      <Confirm
        isOpen={asking}
        title={
          builtIn
            ? t('own-signals.reset-title', 'Drop all changes of "{{id}}"?', {
                id: signal.id,
                interpolation: { escapeValue: false },
              })
            : t('own-signals.delete-title', 'Delete "{{id}}"?', {
                id: signal.id,
                interpolation: { escapeValue: false },
              })
        }
        body={
          builtIn
            ? t('own-signals.reset-body', 'Its panel and its alert rules are those of the catalog again.')
            : t(
                'own-signals.delete-body',
                'Its panel and its alert rules go. Alerts and incidents that it caused stay.'
              )
        }
        confirmText={removeText}
        onConfirm={() => {
          setAsking(false);
          remove.mutate({ id: signal.id, version });
        }}
        onDismiss={() => setAsking(false)}
      />
    </>
  );
}

/** On is what a signal is that says nothing about it. */
function switched({ enabled, ...signal }: OwnSignal): OwnSignal {
  return enabled === false ? signal : { ...signal, enabled: false };
}

function whyFixed({ provisioned }: OwnSignalRecord): string | undefined {
  if (!isAdmin()) {
    return t('own-signals.admins', 'Signals are changed by administrators of this organisation');
  }
  return provisioned ? t('own-signals.provisioned-why', 'Set by a file; change it there') : undefined;
}
