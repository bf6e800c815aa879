import React, { useState } from 'react';
import { t } from '@grafana/i18n';
import { Button, Stack } from '@grafana/ui';

import { problemsOf, type TeamChange, useSaveTeam } from '../../../api/appSettings';
import { SaveError } from './SaveError';
import { Confirm } from '../../../ui/Confirm';

export interface Removal extends TeamChange {
  /** What happens when it is gone. */
  warning: string;
}

interface Props {
  /** Of what is changed, for those who do not see where the buttons stand. */
  name: string;
  /** Why nothing can be changed; undefined when it can. */
  why: string | undefined;
  editing: boolean;
  onEdit: () => void;
  /** Absent at an end of the list, and where the order says nothing. */
  up?: () => TeamChange | undefined;
  down?: () => TeamChange | undefined;
  remove: () => Removal | undefined;
}

/** What can be done with one channel, contact or rotation. */
export function ItemActions({ name, why, editing, onEdit, up, down, remove }: Props) {
  const save = useSaveTeam();
  const [removal, setRemoval] = useState<Removal>();
  const values = { name, interpolation: { escapeValue: false } };
  const start = (change: TeamChange | undefined) => change && save.mutate(change);
  const close = () => {
    setRemoval(undefined);
    save.reset();
  };
  const shared = {
    size: 'sm',
    variant: 'secondary',
    disabled: why !== undefined || save.isPending,
    tooltip: why,
  } as const;
  return (
    <>
      <Stack gap={0.5} wrap="wrap" alignItems="center">
        <Button
          {...shared}
          icon="pen"
          aria-expanded={editing}
          aria-label={t('team.edit-label', 'Edit {{name}}', values)}
          onClick={onEdit}
        >
          {t('team.edit', 'Edit')}
        </Button>
        {up && (
          <Button
            {...shared}
            fill="text"
            icon="arrow-up"
            aria-label={t('team.up', 'Move {{name}} up', values)}
            onClick={() => start(up())}
          />
        )}
        {down && (
          <Button
            {...shared}
            fill="text"
            icon="arrow-down"
            aria-label={t('team.down', 'Move {{name}} down', values)}
            onClick={() => start(down())}
          />
        )}
        <Button
          {...shared}
          variant="destructive"
          fill="text"
          icon="trash-alt"
          aria-label={t('team.delete-label', 'Delete {{name}}', values)}
          onClick={() => setRemoval(remove())}
        >
          {t('team.delete', 'Delete')}
        </Button>
      </Stack>
      {!removal && <SaveError error={save.error} problems={problemsOf(save.error)} />}
      <Confirm
        isOpen={removal !== undefined}
        title={t('team.delete-title', 'Delete “{{name}}”?', values)}
        body={
          <>
            <p>{removal?.warning}</p>
            <SaveError error={save.error} problems={problemsOf(save.error)} />
          </>
        }
        confirmText={t('team.delete', 'Delete')}
        disabled={save.isPending}
        onConfirm={() => {
          const now = remove();
          if (now) {
            save.mutate(now, { onSuccess: close });
          }
        }}
        onDismiss={close}
      />
    </>
  );
}
