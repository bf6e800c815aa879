import { type IconName } from '@grafana/data';
import { t } from '@grafana/i18n';

const ICONS: Record<string, IconName> = {
  incident_created: 'plus-circle',
  alert_fired: 'bell',
  alert_resolved: 'check',
  ack: 'user',
  unack: 'corner-up-left',
  status: 'exchange-alt',
  severity: 'signal',
  reopened: 'history',
  note: 'comment-alt',
  edited: 'pen',
  merged: 'link',
  unmerged: 'link-broken',
  split: 'code-branch',
  notified: 'message',
  notify_failed: 'exclamation-triangle',
  flapping: 'repeat',
  war_room: 'users-alt',
  runbook: 'book-open',
  corrected: 'clock-nine',
  snoozed: 'bell-slash',
  unsnoozed: 'bell',
  maintenance: 'wrench',
  escalated: 'users-alt',
  informed: 'envelope',
  update_late: 'clock-nine',
  role: 'user',
  message: 'envelope',
};

export function kindIcon(kind: string): IconName {
  return ICONS[kind] ?? 'info-circle';
}

/** A heading for an entry; kinds that this version does not know are shown by their own word. */
export function kindName(kind: string): string {
  switch (kind) {
    case 'incident_created':
      return t('timeline.incident-created', 'Incident opened');
    case 'alert_fired':
      return t('timeline.alert-fired', 'Alert fired');
    case 'alert_resolved':
      return t('timeline.alert-resolved', 'Alert resolved');
    case 'ack':
      return t('timeline.ack', 'Acknowledged');
    case 'unack':
      return t('timeline.unack', 'Acknowledgement taken back');
    case 'status':
      return t('timeline.status', 'Status changed');
    case 'severity':
      return t('timeline.severity', 'Severity changed');
    case 'reopened':
      return t('timeline.reopened', 'Opened again');
    case 'note':
      return t('timeline.note', 'Note');
    case 'edited':
      return t('timeline.edited', 'Title or summary changed');
    case 'merged':
      return t('timeline.merged', 'Merged');
    case 'unmerged':
      return t('timeline.unmerged', 'Merge taken back');
    case 'split':
      return t('timeline.split', 'Split');
    case 'notified':
      return t('timeline.notified', 'Message sent');
    case 'notify_failed':
      return t('timeline.notify-failed', 'Message not sent');
    case 'flapping':
      return t('timeline.flapping', 'Flapping');
    case 'war_room':
      return t('timeline.war-room', 'War room');
    case 'runbook':
      return t('timeline.runbook', 'Runbook');
    case 'corrected':
      return t('timeline.corrected', 'Time corrected');
    case 'snoozed':
      return t('timeline.snoozed', 'Snoozed');
    case 'unsnoozed':
      return t('timeline.unsnoozed', 'Snooze ended');
    case 'maintenance':
      return t('timeline.maintenance', 'Planned work');
    case 'escalated':
      return t('timeline.escalated', 'Playbook step');
    case 'informed':
      return t('timeline.informed', 'People were told');
    case 'update_late':
      return t('timeline.update-late', 'Update is late');
    case 'role':
      return t('timeline.role', 'Role');
    case 'message':
      return t('timeline.message', 'Message');
    default:
      return kind.replaceAll('_', ' ');
  }
}
