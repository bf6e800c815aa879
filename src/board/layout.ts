import { type GrafanaTheme2 } from '@grafana/data';

/** For a board in a panel of a few grid cells: the title and its age, no more. */
export const TINY = '@container (max-width: 300px)';

/** For a board that is too narrow for four lanes. It asks for the width of the board's frame, in which the styles have to be. */
export function narrow(theme: GrafanaTheme2): string {
  return `@container (max-width: ${theme.breakpoints.values.md - 0.05}px)`;
}
