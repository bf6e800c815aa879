import React, { useState } from 'react';
import { t } from '@grafana/i18n';
import { Button, Dropdown, Menu } from '@grafana/ui';

import { type IncidentAction, type IncidentDetail } from '../../../api/types';
import { refusal } from '../actions';
import { MoreDialog } from './MoreDialog';
import { type MoreVerb } from './verbs';

const VERBS: MoreVerb[] = ['status', 'severity', 'edit', 'acknowledge', 'merge', 'split', 'decline', 'close'];

/** Everything that can be done with an incident beside the buttons; what cannot be done now says why. */
export function MoreMenu({ detail }: { detail: IncidentDetail }) {
  const [open, setOpen] = useState<MoreVerb>();
  const verbs = detail.incident.status === 'merged' ? [...VERBS, 'unmerge' as const] : VERBS;
  const menu = (
    <Menu>
      {verbs.map((verb) => {
        const reason = refusal(verb satisfies IncidentAction, detail);
        return (
          <Menu.Item
            key={verb}
            label={verbName(verb)}
            description={reason}
            disabled={reason !== undefined}
            onClick={() => setOpen(verb)}
          />
        );
      })}
    </Menu>
  );
  return (
    <>
      <Dropdown overlay={menu} placement="bottom-end">
        <Button variant="secondary" icon="ellipsis-v">
          {t('more.button', 'More')}
        </Button>
      </Dropdown>
      {open && <MoreDialog key={open} verb={open} detail={detail} onDismiss={() => setOpen(undefined)} />}
    </>
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
    case 'unmerge':
      return t('more.unmerge.label', 'Take the merge back…');
  }
}
