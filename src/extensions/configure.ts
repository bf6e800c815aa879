// Part of module.js, see register.tsx: nothing heavy may be imported here.
import { PLUGIN_ID } from '../constants';
import { type ExploreContext, type PanelContext, type RuleContext } from './contexts';

/** Undefined hides a link. */
type Configured = object | undefined;

/** Path of a page of Strata, without Grafana's sub-path, which Grafana adds. A test compares them with the app's own routes. */
export function pagePath(route: string): string {
  return `/a/${PLUGIN_ID}/${route}`;
}

/** A panel can be attached as soon as there is an address of it or a query. */
export function configurePanel(context: PanelContext | undefined): Configured {
  return context?.dashboard?.uid || context?.targets?.length ? {} : undefined;
}

export function configureExplore(context: ExploreContext | undefined): Configured {
  return context?.targets?.length ? {} : undefined;
}

export function configureRule(context: RuleContext | undefined): Configured {
  return context?.name ? {} : undefined;
}

export function configureRuleRunbook(context: RuleContext | undefined): Configured {
  return runbookAddress(context?.annotations?.runbook_url) ? {} : undefined;
}

/** Path of the page that finds the incident of the rule's alerts by their labels; those that a template makes are not known here. */
export function ruleIncidentPath(context: RuleContext | undefined): string | undefined {
  if (!context?.name) {
    return undefined;
  }
  const params = new URLSearchParams({ label: `alertname=${context.name}` });
  for (const name of ['cluster', 'namespace', 'service']) {
    const value = context.labels?.[name];
    if (value && isFixed(value)) {
      params.append('label', `${name}=${value}`);
    }
  }
  return pagePath(`alert?${params.toString()}`);
}

/**
 * The address as a path of this Grafana where it is one, so that the link stays in the tab and below the sub-path; else as it is.
 * Undefined for what is no http address, or is made by a template.
 */
export function runbookAddress(given: string | undefined): string | undefined {
  const address = given?.trim();
  if (!address || !isFixed(address) || !URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    return undefined;
  }
  const { pathname, search, hash } = new URL(address);
  const [, ofStrata] = pathname.split(`/a/${PLUGIN_ID}/`);
  return ofStrata ? pagePath(ofStrata + search + hash) : address;
}

/** Templates stand in double braces. */
export function isFixed(text: string): boolean {
  return !text.includes('{{');
}
