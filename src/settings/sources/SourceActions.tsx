import React, { useState } from 'react';
import { t } from '@grafana/i18n';
import { Button, Stack } from '@grafana/ui';

import { useDeleteSource, useRotateSource, useUpdateSource } from '../../api/sources';
import { type Source, type SourceWithToken } from '../../api/types';
import { Confirm } from '../../ui/Confirm';
import { QueryError } from '../../ui/QueryError';

interface Props {
  source: Source;
  onEdit: () => void;
  onToken: (made: SourceWithToken) => void;
}

type Question = 'rotate' | 'delete';

export function SourceActions({ source, onEdit, onToken }: Props) {
  const [question, setQuestion] = useState<Question>();
  const update = useUpdateSource();
  const remove = useDeleteSource();
  const rotate = useRotateSource();
  const fixed = source.provisioned ? t('source.provisioned-why', 'Set by a file; change it there') : undefined;
  const disabled = fixed !== undefined;
  const error = update.error ?? remove.error ?? rotate.error;
  const close = () => setQuestion(undefined);
  return (
    <>
      <Stack gap={1} wrap="wrap">
        <Button size="sm" variant="secondary" icon="edit" disabled={disabled} tooltip={fixed} onClick={onEdit}>
          {t('source.edit', 'Edit')}
        </Button>
        <Button
          size="sm"
          variant="secondary"
          icon="power"
          disabled={disabled || update.isPending}
          tooltip={fixed}
          onClick={() => update.mutate({ id: source.id, patch: { enabled: !source.enabled } })}
        >
          {source.enabled ? t('source.disable', 'Switch off') : t('source.enable', 'Switch on')}
        </Button>
        <Button
          size="sm"
          variant="secondary"
          icon="key-skeleton-alt"
          disabled={disabled}
          tooltip={fixed}
          onClick={() => setQuestion('rotate')}
        >
          {t('source.rotate', 'New token')}
        </Button>
        <Button
          size="sm"
          variant="destructive"
          fill="outline"
          icon="trash-alt"
          disabled={disabled}
          tooltip={fixed}
          onClick={() => setQuestion('delete')}
        >
          {t('source.delete', 'Delete')}
        </Button>
      </Stack>
      {error && <QueryError title={t('source.failed', 'The source was not changed')} error={error} />}
      <Confirm
        isOpen={question === 'rotate'}
        title={t('source.rotate-title', 'Make a new token for "{{name}}"?', {
          name: source.name,
          interpolation: { escapeValue: false },
        })}
        body={t('source.rotate-body', 'The old token keeps working for 24 hours; change the sender within that time.')}
        confirmText={t('source.rotate-yes', 'Make a new token')}
        confirmVariant="primary"
        onConfirm={() => {
          close();
          rotate.mutate(source.id, { onSuccess: onToken });
        }}
        onDismiss={close}
      />
      <Confirm
        isOpen={question === 'delete'}
        title={t('source.delete-title', 'Delete "{{name}}"?', {
          name: source.name,
          interpolation: { escapeValue: false },
        })}
        body={t('source.delete-body', 'Its sender is refused from now on. Its alerts and incidents stay.')}
        confirmText={t('source.delete-yes', 'Delete')}
        onConfirm={() => {
          close();
          remove.mutate(source.id);
        }}
        onDismiss={close}
      />
    </>
  );
}
