import { type Entry } from './types';

const labels = new WeakMap<Entry, string>();

/** One line without the marks of Markdown; for labels, never for markup. */
export function plainText(markdown: string): string {
  return markdown
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[*_`#>~|]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** What stands beside a mark; worked out once per entry. */
export function labelOf(entry: Entry, nameOfKind: (kind: string) => string): string {
  const known = labels.get(entry);
  if (known !== undefined) {
    return known;
  }
  const label = plainText(entry.text.slice(0, 400)) || nameOfKind(entry.kind);
  labels.set(entry, label);
  return label;
}

/** Width of a character of small text in pixels, on the average. */
const CHARACTER_PX = 6.1;

export const textWidth = (text: string) => text.length * CHARACTER_PX;

/** The text with an ellipsis where it is wider than `room` pixels; empty when nothing readable fits. */
export function fitted(text: string, room: number): string {
  const fits = Math.floor(room / CHARACTER_PX);
  if (text.length <= fits) {
    return text;
  }
  return fits < 4 ? '' : `${text.slice(0, fits - 1).trimEnd()}…`;
}

/** The first of the texts that fits as a whole; else the last of them, cut. */
export function fitting(room: number, ...texts: string[]): string {
  return texts.find((text) => textWidth(text) <= room) ?? fitted(texts.at(-1) ?? '', room);
}
