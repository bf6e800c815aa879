import { t } from '@grafana/i18n';

import { type RunbookKind, type RunbookSectionKind, type RunbookSummary } from '../../api/runbooks';

export function runbookKindName(kind: RunbookKind): string {
  switch (kind) {
    case 'incident':
      return t('runbook.kind.incident', 'Incident');
    case 'maintenance':
      return t('runbook.kind.maintenance', 'Maintenance');
    case 'procedure':
      return t('runbook.kind.procedure', 'Procedure');
  }
}

export function sectionName(kind: RunbookSectionKind): string {
  const names: Record<RunbookSectionKind, string> = {
    trigger: t('runbook.section.trigger', 'When'),
    impact: t('runbook.section.impact', 'Impact check'),
    decide: t('runbook.section.decide', 'Decide'),
    background: t('runbook.section.background', 'Background'),
    troubleshoot: t('runbook.section.troubleshoot', 'Troubleshooting'),
    resolve: t('runbook.section.resolve', 'Resolution'),
    rollback: t('runbook.section.rollback', 'Rollback'),
    verify: t('runbook.section.verify', 'Verification'),
    after: t('runbook.section.after', 'Afterwards'),
    maintenance: t('runbook.section.maintenance', 'Maintenance'),
  };
  return names[kind];
}

/** Where the text in effect comes from. */
export function originName({ origin, version }: Pick<RunbookSummary, 'origin' | 'version'>): string {
  switch (origin) {
    case 'builtin':
      return t('runbook.origin.builtin', 'Built in');
    case 'file':
      return t('runbook.origin.file', 'From the settings file');
    case 'own':
      return t('runbook.origin.own', 'Own version {{version}}', { version, interpolation: { escapeValue: false } });
  }
}
