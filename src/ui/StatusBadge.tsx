import React from 'react';
import { Badge } from '@grafana/ui';

import { type IncidentStatus } from '../api/types';
import { STATUS_LOOKS, statusName } from './status';

export function StatusBadge({ status }: { status: IncidentStatus }) {
  const look = STATUS_LOOKS[status];
  return <Badge text={statusName(status)} color={look.color} icon={look.icon} data-status={status} />;
}
