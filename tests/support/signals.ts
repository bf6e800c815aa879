// Signals of one's own that a spec draws, the panels that are on the screen, and what those ask.
import { type APIRequestContext, expect, type Page, type Request } from '@playwright/test';

import { api } from './fixtures';

export interface OwnSignal {
  id: string;
  title: string;
  expr: string;
  /** Metrics that must be there. */
  needs?: string[];
}

/** Adds signals to the group `requests` of the application layer; each has exactly one query. */
export async function addSignals(admin: APIRequestContext, signals: OwnSignal[]): Promise<void> {
  for (const { id, title, expr, needs = ['up'] } of signals) {
    const providers = { prometheus: [{ source: 'spec', expr, legend: '{{job}}', needs }] };
    const signal = { id, layer: 'application', group: 'requests', title, why: 'Drawn by a spec.', unit: 'short', visualisation: 'timeseries', providers, sources: ['spec'] };
    const response = await admin.put(`${api}/catalog/own/${id}`, { data: { signal } });
    expect(response.ok(), await response.text()).toBe(true);
  }
}

/** Takes all own signals away whose id begins so, also those that a spec left behind when it was ended. */
export async function removeSignals(admin: APIRequestContext, prefix: string): Promise<void> {
  const answer = (await (await admin.get(`${api}/catalog/own`)).json()) as { signals: Array<{ signal: { id: string }; version: number }> };
  for (const { signal, version } of answer.signals.filter((one) => one.signal.id.startsWith(prefix))) {
    const response = await admin.delete(`${api}/catalog/own/${signal.id}?version=${version}`);
    expect(response.ok(), await response.text()).toBe(true);
  }
}

interface DataQuery {
  expr?: string;
}

/** The queries of a request for data that a panel makes; those of the health strip have another id. */
export function panelQueries(request: Request): DataQuery[] {
  const url = new URL(request.url());
  if (!url.pathname.endsWith('/api/ds/query') || !url.searchParams.get('requestId')?.startsWith('SQR')) {
    return [];
  }
  return (request.postDataJSON() as { queries: DataQuery[] }).queries;
}

/** How far from the screen a panel is when it begins to ask, in pixels: as in Grafana's dashboards. */
const nearPx = 100;

/** From the next navigation on, notes which panels were on the screen or near it; to be read with `seenPanels`. */
export async function watchPanels(page: Page): Promise<void> {
  await page.addInitScript((margin) => {
    const seen = new Set<string>();
    Object.assign(window, { seenPanels: seen });
    const near = new IntersectionObserver(
      (entries) => entries.filter(({ isIntersecting }) => isIntersecting).forEach(({ target }) => seen.add(target.id)),
      { rootMargin: `${margin}px` }
    );
    const watched = new Set<Element>();
    new MutationObserver(() => {
      for (const panel of document.querySelectorAll('[id^="signal-"]')) {
        if (!watched.has(panel)) {
          watched.add(panel);
          near.observe(panel);
        }
      }
    }).observe(document, { childList: true, subtree: true });
  }, nearPx);
}

/** Ids of the signals whose panels were on the screen, or near it, since the page was opened. */
export async function seenPanels(page: Page): Promise<string[]> {
  const ids = await page.evaluate(() => [...(window as unknown as { seenPanels: Set<string> }).seenPanels]);
  return ids.map((id) => id.replace(/^signal-/, '')).sort();
}
