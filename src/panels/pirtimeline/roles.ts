import { t } from '@grafana/i18n';

import { type Missing } from './frames';
import { type Role } from './types';

export function roleName(role: Role): string {
  switch (role) {
    case 'time':
      return t('timeline-panel.role.time', 'Time');
    case 'end':
      return t('timeline-panel.role.end', 'End');
    case 'text':
      return t('timeline-panel.role.text', 'Text');
    case 'kind':
      return t('timeline-panel.role.kind', 'Kind');
    case 'lane':
      return t('timeline-panel.role.lane', 'Lane');
    case 'actor':
      return t('timeline-panel.role.actor', 'Person');
    case 'severity':
      return t('timeline-panel.role.severity', 'Severity');
  }
}

export function roleHelp(role: Role): string {
  switch (role) {
    case 'time':
      return t('timeline-panel.help.time', 'When it happened, or began.');
    case 'end':
      return t('timeline-panel.help.end', 'When it ended; without it an entry is a moment.');
    case 'text':
      return t('timeline-panel.help.text', 'What happened. A table with this field becomes entries.');
    case 'kind':
      return t(
        'timeline-panel.help.kind',
        'Such as alert, note or deploy: decides the shape, and the lane where no field names it.'
      );
    case 'lane':
      return t('timeline-panel.help.lane', 'Signals, people, messages, changes, or a name of your own.');
    case 'actor':
      return t('timeline-panel.help.actor', 'Who or what did it.');
    case 'severity':
      return t('timeline-panel.help.severity', 'The severity from this entry on, for the stripe at the top.');
  }
}

export function missingText({ role, name, found }: Missing): string {
  const fields = found.join(', ');
  return name === undefined
    ? t('timeline-panel.missing-guess', '{{role}}: no field looks like it. There are: {{fields}}.', {
        role: roleName(role),
        fields,
        interpolation: { escapeValue: false },
      })
    : t('timeline-panel.missing-named', '{{role}}: no answer has the field "{{name}}". There are: {{fields}}.', {
        role: roleName(role),
        name,
        fields,
        interpolation: { escapeValue: false },
      });
}
