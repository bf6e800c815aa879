// What axe finds on a page as it is now.
import { AxeBuilder } from '@axe-core/playwright';
import { type Page } from '@playwright/test';

interface Scope {
  /** Only this element; the page around it is looked at elsewhere. */
  within?: string;
  /** Only what depends on the theme: everything else was found in the other theme. */
  contrastOnly?: boolean;
}

/** Serious and critical findings, each with the element; none is what a page should have. */
export async function seriousFindings(page: Page, { within, contrastOnly = false }: Scope = {}): Promise<string[]> {
  // Elements are gathered for violations only, and no second window joins results of frames: the pages have no frames.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode(true);
  if (within !== undefined) {
    axe.include(within);
  }
  if (contrastOnly) {
    axe.withRules('color-contrast');
  }
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.slice(0, 3).map(({ html, any }) => `${id}: ${html.slice(0, 200)} ${any[0]?.message ?? ''}`)
    );
}
