import { type NavModelItem } from '@grafana/data';
import { t } from '@grafana/i18n';

import { appNav, navUrl, ROUTES, runbookRoute } from '../app/nav';

export function runbooksNav(): NavModelItem {
  return { text: t('runbooks.title', 'Runbooks'), url: navUrl(ROUTES.runbooks), parentItem: appNav() };
}

/** A page below the one of a runbook. */
export function runbookNav(id: string, title: string | undefined): NavModelItem {
  return { text: title ?? id, url: navUrl(runbookRoute(id)), parentItem: runbooksNav() };
}
