import { t } from '@grafana/i18n';

import { type Incident, type IncidentAction, type IncidentDetail, type StateAction } from '../../api/types';
import { isOpen, statusName } from '../../ui/status';
import { isEditor } from '../../ui/user';

/** The actions that make sense in this state, allowed or not: what is forbidden is shown with its reason. */
export function offeredActions({ status, acknowledged }: Incident): StateAction[] {
  if (isOpen(status)) {
    return [acknowledged ? 'unacknowledge' : 'acknowledge', 'resolve'];
  }
  return status === 'resolved' || status === 'declined' ? ['reopen'] : [];
}

/** Why the caller may not do this now; undefined when they may. */
export function refusal(action: IncidentAction, { allowed, incident }: IncidentDetail): string | undefined {
  if (allowed.includes(action)) {
    return undefined;
  }
  return isEditor()
    ? t('incident.refusal.status', 'Not possible while the incident is: {{status}}', {
        status: statusName(incident.status),
        interpolation: { escapeValue: false },
      })
    : t('incident.refusal.role', 'You need the role Editor to act on incidents');
}

export function actionName(action: StateAction): string {
  switch (action) {
    case 'acknowledge':
      return t('incident.action.acknowledge', 'Acknowledge');
    case 'unacknowledge':
      return t('incident.action.unacknowledge', 'Take acknowledgement back');
    case 'resolve':
      return t('incident.action.resolve', 'Resolve');
    case 'reopen':
      return t('incident.action.reopen', 'Reopen');
  }
}
