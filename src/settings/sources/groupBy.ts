/** As in the contract. */
export const MAX_LABELS = 16;

export const DEFAULT_GROUP_BY = ['cluster', 'namespace', 'service'];

/** Label names from a text with commas, each once. */
export function parseLabels(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  return [...new Set(names.filter(Boolean))];
}

export function formatLabels(labels: string[]): string {
  return labels.join(', ');
}
