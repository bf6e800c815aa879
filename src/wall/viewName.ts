import { t } from '@grafana/i18n';

import { type Turn } from './rotation';
import { type Takeover, type ViewId } from './settings';

export function viewName(view: ViewId): string {
  switch (view) {
    case 'health':
      return t('wall.view.health', 'Health of services');
    case 'incidents':
      return t('wall.view.incidents', 'Open incidents');
    case 'slo':
      return t('wall.view.slo', 'Error budgets');
    case 'changes':
      return t('wall.view.changes', 'Last changes');
  }
}

/** What comes after a view, and when. */
export function nextText({ next, leftMs }: Turn): string {
  return leftMs === undefined
    ? t('wall.pinned', 'This view stays')
    : t('wall.next', 'Next in {{seconds}} s: {{view}}', {
        seconds: Math.ceil(leftMs / 1_000),
        view: viewName(next),
        interpolation: { escapeValue: false },
      });
}

/** Until when a P0 keeps the screen. */
export function keptText(rule: Takeover): string {
  return rule === 'open'
    ? t('wall.kept.open', 'Stays until it is resolved')
    : t('wall.kept.unacked', 'Stays until it is acknowledged');
}

export function takeoverName(rule: Takeover): string {
  switch (rule) {
    case 'unacked':
      return t('wall.takeover.unacked', 'While it is not acknowledged');
    case 'open':
      return t('wall.takeover.open', 'While it is open');
    case 'off':
      return t('wall.takeover.off', 'Never');
  }
}
