import { type PanelModel } from '@grafana/data';

import { LAYERS, SEVERITIES } from '../../api/types';
import { DEFAULTS, INPUTS, type Role, ROLES, type TriageOptions, VERSION, VIEWS } from './types';

/**
 * Options as this version has them. What a later version wrote is left alone; what was written by hand, without a version, is
 * read leniently: one value instead of a list, names in other letters, nothing that is not known.
 */
export function migrate({ options }: Pick<PanelModel<unknown>, 'options'>): TriageOptions {
  const given = recordOf(options);
  const version = typeof given.version === 'number' ? given.version : 0;
  return version >= VERSION ? { ...DEFAULTS, ...given } : fromHand(given);
}

function fromHand(given: Record<string, unknown>): TriageOptions {
  return {
    version: VERSION,
    input: oneOf(INPUTS, given.input) ?? DEFAULTS.input,
    view: oneOf(VIEWS, given.view) ?? DEFAULTS.view,
    severity: someOf(SEVERITIES, given.severity),
    layer: someOf(LAYERS, given.layer),
    service: listOf(given.service).join(', '),
    words: textOf(given.words),
    unacknowledged: given.unacknowledged === true,
    actions: given.actions !== false,
    fields: fieldsOf(recordOf(given.fields)),
  };
}

/** What a panel of another type becomes: Grafana's alert list shows alerts, so this one shows incidents with its words. */
export function changedFrom(_: unknown, type: string, before: Record<string, unknown>): Partial<TriageOptions> {
  if (type !== 'alertlist') {
    return {};
  }
  const { alertName } = recordOf(before.alertlist ?? before);
  return { ...DEFAULTS, input: 'incidents', view: 'list', words: textOf(alertName) };
}

function fieldsOf(given: Record<string, unknown>): Partial<Record<Role, string>> {
  return Object.fromEntries(ROLES.map((role) => [role, textOf(given[role])]).filter(([, name]) => name !== ''));
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function listOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map(textOf).filter(Boolean);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

function someOf<T extends string>(known: readonly T[], value: unknown): T[] {
  const given = listOf(value).map((one) => one.toLowerCase());
  return known.filter((one) => given.includes(one.toLowerCase()));
}

function oneOf<T extends string>(known: readonly T[], value: unknown): T | undefined {
  return someOf(known, value)[0];
}
