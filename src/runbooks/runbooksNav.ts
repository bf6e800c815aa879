import { type NavModelItem } from '@grafana/data';
import { t } from '@grafana/i18n';

import { navUrl, ROUTES, runbookRoute } from '../app/nav';

/** Grafana knows the app above it. */
export function runbooksNav(): NavModelItem {
  return { text: t('runbooks.title', 'Runbooks'), url: navUrl(ROUTES.runbooks) };
}

/** A page below the one of a runbook. */
export function runbookNav(id: string, title: string | undefined): NavModelItem {
  return { text: title ?? id, url: navUrl(runbookRoute(id)), parentItem: runbooksNav() };
}
