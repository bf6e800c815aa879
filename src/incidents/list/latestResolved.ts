import { type IncidentPage } from '../../api/types';

/** When the last incident ended. Lists are ordered by severity, so this is known only if the page holds them all. */
export function latestResolved(page: IncidentPage | undefined): string | undefined {
  if (!page || page.next) {
    return undefined;
  }
  return page.incidents
    .flatMap(({ resolvedAt }) => resolvedAt ?? [])
    .sort()
    .at(-1);
}
