import { t } from '@grafana/i18n';

import { type Missing } from './alerts';
import { type Role } from './types';

export function roleName(role: Role): string {
  switch (role) {
    case 'severity':
      return t('triage-panel.role.severity', 'Severity');
    case 'title':
      return t('triage-panel.role.title', 'Title');
    case 'service':
      return t('triage-panel.role.service', 'Service');
    case 'started':
      return t('triage-panel.role.started', 'Started');
    case 'state':
      return t('triage-panel.role.state', 'State');
    case 'link':
      return t('triage-panel.role.link', 'Link');
  }
}

export function roleHelp(role: Role): string {
  switch (role) {
    case 'severity':
      return t(
        'triage-panel.help.severity',
        'P0 to P3, or a word of alert rules such as critical; unknown words are P2. Value mappings come first.'
      );
    case 'title':
      return t('triage-panel.help.title', 'What is wrong.');
    case 'service':
      return t('triage-panel.help.service', 'What it is about.');
    case 'started':
      return t('triage-panel.help.started', 'Since when: a time, or a number of seconds or milliseconds since 1970.');
    case 'state':
      return t('triage-panel.help.state', 'What says resolved, normal, ok or inactive is left out.');
    case 'link':
      return t('triage-panel.help.link', 'Where a click leads. Without it the first data link is taken.');
  }
}

/** Which field was not found, and what to do about it. */
export function missingText({ role, name }: Missing): string {
  const option = roleName(role);
  return name
    ? t(
        'triage-panel.missing-named',
        'The field "{{name}}", which the option {{option}} names, is not in the answer.',
        { name, option, interpolation: { escapeValue: false } }
      )
    : t('triage-panel.missing-guess', 'No field for the option {{option}} could be guessed.', {
        option,
        interpolation: { escapeValue: false },
      });
}
