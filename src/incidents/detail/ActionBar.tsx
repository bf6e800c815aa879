import React from 'react';
import { type IconName } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, type ButtonVariant, Stack } from '@grafana/ui';

import { type IncidentDetail, type StateAction } from '../../api/types';
import { actionName, offeredActions, refusal } from './actions';
import { MoreMenu } from './more/MoreMenu';
import { type MoreVerb } from './more/verbs';
import { ReviewLink } from './ReviewLink';
import { type Actions } from './useActions';
import { Confirm } from '../../ui/Confirm';

const LOOKS: Record<StateAction, { icon: IconName; variant: ButtonVariant }> = {
  acknowledge: { icon: 'user', variant: 'primary' },
  unacknowledge: { icon: 'corner-up-left', variant: 'secondary' },
  resolve: { icon: 'check', variant: 'secondary' },
  reopen: { icon: 'history', variant: 'secondary' },
};

interface Props {
  detail: IncidentDetail;
  actions: Actions;
  onOpen: (verb: MoreVerb) => void;
}

export function ActionBar({ detail, actions, onOpen }: Props) {
  const { firingAlerts } = detail.incident;
  return (
    <Stack gap={1} wrap="wrap" alignItems="center">
      {offeredActions(detail.incident).map((action) => (
        <ActionButton key={action} action={action} reason={refusal(action, detail)} actions={actions} />
      ))}
      <ReviewLink detail={detail} />
      <MoreMenu detail={detail} onOpen={onOpen} />
      <Confirm
        isOpen={actions.confirming}
        title={t('incident.confirm.title', 'Resolve although alerts still fire?')}
        body={t(
          'incident.confirm.body',
          '{{count}} alerts of this incident still fire. If one of them fires again after it ended, the incident opens again or a new one is made.',
          {
            count: firingAlerts,
            defaultValue_one:
              '{{count}} alert of this incident still fires. If it fires again after it ended, the incident opens again or a new one is made.',
          }
        )}
        confirmText={t('incident.confirm.yes', 'Resolve anyway')}
        dismissText={t('incident.confirm.no', 'Keep it open')}
        onConfirm={actions.confirm}
        onDismiss={actions.cancel}
      />
    </Stack>
  );
}

interface ActionButtonProps {
  action: StateAction;
  reason?: string;
  actions: Actions;
}

function ActionButton({ action, reason, actions }: ActionButtonProps) {
  const busy = actions.running === action;
  return (
    <Button
      {...LOOKS[action]}
      icon={busy ? 'spinner' : LOOKS[action].icon}
      disabled={reason !== undefined || actions.running !== undefined}
      tooltip={reason}
      onClick={() => actions.run(action)}
    >
      {actionName(action)}
    </Button>
  );
}
