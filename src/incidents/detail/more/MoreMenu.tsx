import React from 'react';
import { t } from '@grafana/i18n';
import { Button, Dropdown, Menu } from '@grafana/ui';

import { type IncidentAction, type IncidentDetail } from '../../../api/types';
import { refusal } from '../actions';
import { type MoreVerb } from './verbs';

const VERBS: MoreVerb[] = [
  'status',
  'severity',
  'edit',
  'acknowledge',
  'merge',
  'split',
  'readers',
  'decline',
  'close',
];

interface Props {
  detail: IncidentDetail;
  onOpen: (verb: MoreVerb) => void;
}

/** The right that a command asks for. */
export function actionOf(verb: MoreVerb): IncidentAction {
  return verb === 'readers' ? 'edit' : verb;
}

/** Everything that can be done with an incident beside the buttons; what cannot be done now says why. */
export function MoreMenu({ detail, onOpen }: Props) {
  const { status, snoozedUntil } = detail.incident;
  const verbs: MoreVerb[] = [
    ...VERBS,
    snoozedUntil ? 'unsnooze' : 'snooze',
    ...(status === 'merged' ? ['unmerge' as const] : []),
  ];
  const menu = (
    <Menu>
      {verbs.map((verb) => {
        const reason = refusal(actionOf(verb), detail);
        return (
          <Menu.Item
            key={verb}
            label={verbName(verb)}
            description={reason}
            disabled={reason !== undefined}
            onClick={() => onOpen(verb)}
          />
        );
      })}
    </Menu>
  );
  return (
    <Dropdown overlay={menu} placement="bottom-end">
      <Button variant="secondary" icon="ellipsis-v">
        {t('more.button', 'More')}
      </Button>
    </Dropdown>
  );
}

function verbName(verb: MoreVerb): string {
  switch (verb) {
    case 'status':
      return t('more.status.label', 'Set the state…');
    case 'severity':
      return t('more.severity.label', 'Change the severity…');
    case 'edit':
      return t('more.edit.label', 'Change title or summary…');
    case 'acknowledge':
      return t('more.acknowledge', 'Acknowledge for a time…');
    case 'merge':
      return t('more.merge.label', 'Merge into another one…');
    case 'split':
      return t('more.split.label', 'Split alerts off…');
    case 'decline':
      return t('more.decline.label', 'Decline…');
    case 'close':
      return t('more.close.label', 'Close…');
    case 'snooze':
      return t('more.snooze.label', 'Snooze…');
    case 'unsnooze':
      return t('more.unsnooze.label', 'End the snooze…');
    case 'readers':
      return t('more.readers.label', 'Who may read it…');
    case 'unmerge':
      return t('more.unmerge.label', 'Take the merge back…');
  }
}
