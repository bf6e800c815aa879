// The page of a review as a facilitator uses it, and what Strata's API says of the same review.
import { type APIRequestContext, expect, type Locator, type Page } from '@playwright/test';

import { api } from './fixtures';

interface Review {
  timing: { times: Array<{ moment: string; at: string; source: string }> };
  content: {
    impact: Array<{ id: string; value?: number; method: string; query?: string; from?: string; to?: string }>;
  };
  measuredAt?: string;
  measureNote?: string;
}

export async function getReview(admin: APIRequestContext, number: number): Promise<Review> {
  const response = await admin.get(`${api}/reviews/${number}`);
  expect(response.ok(), await response.text()).toBe(true);
  return (await response.json()) as Review;
}

export function timeOf({ timing }: Review, moment: string): number {
  return Date.parse(timing.times.find((time) => time.moment === moment)?.at ?? '');
}

/** The part of the page with this heading. */
export function part(page: Page, name: string): Locator {
  return page.getByRole('region', { name, exact: true });
}

/** The number that stands on a card of the impact; NaN for none. */
export async function figureOf(page: Page, title: string): Promise<number> {
  const card = part(page, 'Impact').getByRole('listitem').filter({ hasText: title }).first();
  const text = (await card.innerText()).replace(title, '');
  return Number(/[\d.,]+/.exec(text)?.[0].replaceAll(',', ''));
}

/** Edits a part of the review and saves it. */
export async function edit(page: Page, name: string, fill: (fields: Locator) => Promise<void>): Promise<void> {
  await page.getByRole('button', { name: `Edit “${name}”` }).click();
  const region = part(page, name);
  await fill(region);
  await region.getByRole('button', { name: 'Save' }).click();
  await expect(region.getByRole('button', { name: 'Save' })).toHaveCount(0);
}

/** From draft to published; the buttons only work while nothing is missing. */
export async function publish(page: Page): Promise<void> {
  await expect(page.getByText('Nothing is missing for publication.')).toBeVisible();
  await page.getByRole('button', { name: 'Ask for review' }).click();
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Approve it' }).click();
  await page.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByText(/^published /)).toBeVisible();
}

/** The file of a menu item under Export. */
export async function exported(page: Page, item: string): Promise<string> {
  await page.getByRole('button', { name: 'Export' }).click();
  const waiting = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: item }).click();
  return (await waiting).path();
}
