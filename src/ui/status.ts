import { type IconName } from '@grafana/data';
import { t } from '@grafana/i18n';
import { type BadgeColor } from '@grafana/ui';

import { type IncidentStatus } from '../api/types';

interface StatusLook {
  color: BadgeColor;
  icon: IconName;
}

export const STATUS_LOOKS: Record<IncidentStatus, StatusLook> = {
  triage: { color: 'orange', icon: 'bell' },
  investigating: { color: 'blue', icon: 'search' },
  mitigating: { color: 'purple', icon: 'sliders-v-alt' },
  monitoring: { color: 'blue', icon: 'eye' },
  resolved: { color: 'green', icon: 'check' },
  closed: { color: 'darkgrey', icon: 'lock' },
  declined: { color: 'darkgrey', icon: 'ban' },
  merged: { color: 'darkgrey', icon: 'code-branch' },
};

export function statusName(status: IncidentStatus): string {
  switch (status) {
    case 'triage':
      return t('status.triage', 'Triage');
    case 'investigating':
      return t('status.investigating', 'Investigating');
    case 'mitigating':
      return t('status.mitigating', 'Mitigating');
    case 'monitoring':
      return t('status.monitoring', 'Monitoring');
    case 'resolved':
      return t('status.resolved', 'Resolved');
    case 'closed':
      return t('status.closed', 'Closed');
    case 'declined':
      return t('status.declined', 'Declined');
    case 'merged':
      return t('status.merged', 'Merged');
  }
}

const ENDED: readonly IncidentStatus[] = ['resolved', 'closed', 'declined', 'merged'];

export function isOpen(status: IncidentStatus): boolean {
  return !ENDED.includes(status);
}
