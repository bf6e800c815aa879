const CODE_SPAN = /`([a-z][a-z0-9-]+)`/g;

/** Makes the ids of signals in a runbook's Markdown to links; `pathOf` is undefined for words that are no signal. */
export function linkSignals(markdown: string, pathOf: (id: string) => string | undefined): string {
  return markdown.replace(CODE_SPAN, (span, id: string) => {
    const path = pathOf(id);
    return path ? `[${id}](${path})` : span;
  });
}

/** Runbooks name each other as `[text](id)`; on a page the address has to be whole. */
export function linkRunbooks(markdown: string, pathOf: (id: string) => string): string {
  return markdown.replace(/\]\(([a-z][a-z0-9-]+)\)/g, (_, id: string) => `](${pathOf(id)})`);
}
