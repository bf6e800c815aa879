/** Markdown of a timeline entry as one line of text: marks are taken away, links keep their words. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/```[^\n]*\n?|```/g, ' ')
    .replace(/(?<!\\)!?\[((?:\\.|[^\]\\])*)\]\([^)\s]*\)/g, '$1')
    .replace(/^\s*(?:#{1,6}|>|[-*+]|\d+\.)\s+/gm, '')
    .replace(/(?<!\\)(\*\*|__|\*|`|~~)/g, '')
    .replace(/\\([\\`[\]<>*_#~!().+-])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}
