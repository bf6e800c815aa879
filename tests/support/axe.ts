// What axe finds on a page as it is now.
import { AxeBuilder } from '@axe-core/playwright';
import { type Page } from '@playwright/test';

/** Serious and critical findings, each with the element; none is what a page should have. */
export async function seriousFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html, any }) => `${id}: ${html.slice(0, 200)} ${any[0]?.message ?? ''}`));
}
