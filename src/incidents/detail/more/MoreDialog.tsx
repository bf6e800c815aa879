import React, { type ComponentType, useState } from 'react';
import { t } from '@grafana/i18n';
import { Button, Modal, TextLink } from '@grafana/ui';

import { type Command, useCommand } from '../../../api/commands';
import { type IncidentDetail } from '../../../api/types';
import { reviewPath } from '../../../app/nav';
import { ChangeError } from '../../../ui/ChangeError';
import { AcknowledgeFields } from './AcknowledgeFields';
import { CloseFields } from './CloseFields';
import { DeclineFields } from './DeclineFields';
import { EditFields } from './EditFields';
import { MergeFields } from './MergeFields';
import { ReadersFields } from './ReadersFields';
import { SeverityFields } from './SeverityFields';
import { SnoozeFields } from './SnoozeFields';
import { SplitFields } from './SplitFields';
import { StatusFields } from './StatusFields';
import { UnmergeFields } from './UnmergeFields';
import { UnsnoozeFields } from './UnsnoozeFields';
import { type FieldsProps, type MoreVerb } from './verbs';

const FIELDS: Record<MoreVerb, ComponentType<FieldsProps>> = {
  acknowledge: AcknowledgeFields,
  close: CloseFields,
  decline: DeclineFields,
  edit: EditFields,
  merge: MergeFields,
  readers: ReadersFields,
  severity: SeverityFields,
  snooze: SnoozeFields,
  split: SplitFields,
  status: StatusFields,
  unmerge: UnmergeFields,
  unsnooze: UnsnoozeFields,
};

/** Closing was refused for want of a review; the review is where that is mended. */
const REVIEW_CODES = ['review_missing', 'review_unmeasured', 'actions_loose'];

interface Props {
  verb: MoreVerb;
  detail: IncidentDetail;
  onDismiss: () => void;
}

export function MoreDialog({ verb, detail, onDismiss }: Props) {
  const [command, setCommand] = useState<Command>();
  const send = useCommand(detail);
  const Fields = FIELDS[verb];
  const submit = (event: React.SyntheticEvent) => {
    event.preventDefault();
    if (command) {
      send.mutate(command, { onSuccess: onDismiss });
    }
  };
  return (
    <Modal isOpen title={title(verb)} onDismiss={onDismiss}>
      <form onSubmit={submit}>
        <Fields detail={detail} onChange={setCommand} />
        {send.error && <ChangeError title={t('more.failed', 'The change was not made')} error={send.error} />}
        {REVIEW_CODES.includes(send.error?.code ?? '') && (
          <TextLink href={reviewPath(detail.incident.number)}>{t('more.to-review', 'Go to the review')}</TextLink>
        )}
        <Modal.ButtonRow>
          <Button variant="secondary" fill="outline" onClick={onDismiss}>
            {t('more.cancel', 'Cancel')}
          </Button>
          <Button type="submit" icon={send.isPending ? 'spinner' : undefined} disabled={!command || send.isPending}>
            {submitName(verb)}
          </Button>
        </Modal.ButtonRow>
      </form>
    </Modal>
  );
}

function title(verb: MoreVerb): string {
  switch (verb) {
    case 'acknowledge':
      return t('more.title.acknowledge', 'Acknowledge for a time');
    case 'close':
      return t('more.title.close', 'Close the incident');
    case 'decline':
      return t('more.title.decline', 'Say that it is no incident');
    case 'edit':
      return t('more.title.edit', 'Title and summary');
    case 'merge':
      return t('more.title.merge', 'Merge into another incident');
    case 'readers':
      return t('more.title.readers', 'Who may read it');
    case 'snooze':
      return t('more.title.snooze', 'Snooze');
    case 'unsnooze':
      return t('more.title.unsnooze', 'End the snooze');
    case 'severity':
      return t('more.title.severity', 'Change the severity');
    case 'split':
      return t('more.title.split', 'Split alerts off');
    case 'status':
      return t('more.title.status', 'Set the state');
    case 'unmerge':
      return t('more.title.unmerge', 'Take the merge back');
  }
}

function submitName(verb: MoreVerb): string {
  switch (verb) {
    case 'acknowledge':
      return t('more.submit.acknowledge', 'Acknowledge now');
    case 'close':
      return t('more.submit.close', 'Close it');
    case 'decline':
      return t('more.submit.decline', 'Decline it');
    case 'edit':
      return t('more.submit.edit', 'Save');
    case 'merge':
      return t('more.submit.merge', 'Merge');
    case 'readers':
      return t('more.submit.readers', 'Set readers');
    case 'snooze':
      return t('more.submit.snooze', 'Snooze it');
    case 'unsnooze':
      return t('more.submit.unsnooze', 'End it now');
    case 'severity':
      return t('more.submit.severity', 'Change');
    case 'split':
      return t('more.submit.split', 'Split');
    case 'status':
      return t('more.submit.status', 'Set');
    case 'unmerge':
      return t('more.submit.unmerge', 'Take it out again');
  }
}
