import { type EntityLabel } from '../api/types';

/** The name that a series is about, from the label that the catalog points at; undefined when it does not say. */
export function entityName(
  labels: Record<string, string> | undefined,
  entity: EntityLabel | undefined
): string | undefined {
  const value = entity && labels?.[entity.label];
  if (!value || !entity.regex) {
    return value || undefined;
  }
  return firstGroup(value, entity.regex);
}

function firstGroup(value: string, regex: string): string | undefined {
  try {
    return new RegExp(`^(?:${regex})$`).exec(value)?.[1];
  } catch {
    // RE2 knows a few forms that JavaScript does not; such a series is counted without a name.
    return undefined;
  }
}
