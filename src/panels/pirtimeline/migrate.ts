import { type PanelModel } from '@grafana/data';

import { DEFAULTS, GAPS, LOGS, type Role, ROLES, type TimelineOptions, VERSION } from './types';

/**
 * Options as this version has them. What a later version wrote is left alone; what was written by hand, without a version,
 * is read leniently.
 */
export function migrate({ options }: Pick<PanelModel<unknown>, 'options'>): TimelineOptions {
  const given = recordOf(options);
  const version = typeof given.version === 'number' ? given.version : 0;
  return version >= VERSION ? { ...DEFAULTS, ...given } : fromHand(given);
}

function fromHand(given: Record<string, unknown>): TimelineOptions {
  const minutes = Number(given.gapMinutes);
  return {
    version: VERSION,
    phases: given.phases !== false,
    severity: given.severity !== false,
    annotations: given.annotations !== false,
    changeLines: given.changeLines !== false,
    gaps: GAPS.find((one) => one === given.gaps) ?? DEFAULTS.gaps,
    gapMinutes: minutes > 0 && Number.isFinite(minutes) ? minutes : DEFAULTS.gapMinutes,
    logs: LOGS.find((one) => one === given.logs) ?? DEFAULTS.logs,
    fields: fieldsOf(recordOf(given.fields)),
  };
}

function fieldsOf(given: Record<string, unknown>): Partial<Record<Role, string>> {
  return Object.fromEntries(ROLES.map((role) => [role, textOf(given[role])]).filter(([, name]) => name !== ''));
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
