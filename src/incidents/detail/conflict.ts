import { t } from '@grafana/i18n';

import { type Incident } from '../../api/types';
import { statusName } from '../../ui/status';

/** What others changed between what the person saw and now, one sentence each. */
export function describeChanges(seen: Incident, current: Incident): string[] {
  const changes = [
    seen.status !== current.status &&
      t('incident.changed.status', 'Status: {{from}} → {{to}}', {
        from: statusName(seen.status),
        to: statusName(current.status),
        interpolation: { escapeValue: false },
      }),
    seen.severity !== current.severity &&
      t('incident.changed.severity', 'Severity: {{from}} → {{to}}', { from: seen.severity, to: current.severity }),
    seen.acknowledged !== current.acknowledged && acknowledgement(current),
    seen.title !== current.title &&
      t('incident.changed.title', 'Title: {{title}}', { title: current.title, interpolation: { escapeValue: false } }),
    alertsDiffer(seen, current) &&
      t('incident.changed.alerts', 'Alerts: {{firing}} of {{total}} firing', {
        firing: current.firingAlerts,
        total: current.totalAlerts,
      }),
  ].filter((change) => change !== false);
  return changes.length > 0
    ? changes
    : [t('incident.changed.other', 'Something else about it was recorded; see the timeline.')];
}

function acknowledgement({ acknowledged, acknowledgedBy }: Incident): string {
  if (!acknowledged) {
    return t('incident.changed.unacknowledged', 'The acknowledgement was taken back');
  }
  return acknowledgedBy
    ? t('incident.changed.acknowledged-by', 'Acknowledged by {{name}}', {
        name: acknowledgedBy,
        interpolation: { escapeValue: false },
      })
    : t('incident.changed.acknowledged', 'Acknowledged');
}

function alertsDiffer(seen: Incident, current: Incident): boolean {
  return seen.firingAlerts !== current.firingAlerts || seen.totalAlerts !== current.totalAlerts;
}
