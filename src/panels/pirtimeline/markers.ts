import { type DataFrame } from '@grafana/data';

import { plainText } from '../../timeline/text';
import { type Entry, type Marker } from '../../timeline/types';

/** More lines than this would hide everything else. */
const MOST_CHANGES = 40;

/** Annotations of the dashboard; those of Grafana's alert states and of other panels are in the same frames. */
export function annotationMarkers(frames: readonly DataFrame[]): Marker[] {
  return frames.flatMap((frame) => {
    const column = (name: string): readonly unknown[] =>
      frame.fields.find((field) => field.name === name)?.values ?? [];
    const [times, ends, titles, texts, tags, colors] = ['time', 'timeEnd', 'title', 'text', 'tags', 'color'].map(
      column
    );
    return (times ?? []).flatMap((at, row): Marker[] => {
      if (typeof at !== 'number') {
        return [];
      }
      const end = ends?.[row];
      const words = [titles?.[row], texts?.[row]]
        .filter((text) => typeof text === 'string')
        .map((text) => withoutTags(text));
      const color = colors?.[row];
      return [
        {
          at,
          end: typeof end === 'number' && end > at ? end : undefined,
          text: words.filter(Boolean).join(' · '),
          color: typeof color === 'string' ? color : undefined,
          sort: isChange(tags?.[row]) ? 'change' : 'annotation',
        },
      ];
    });
  });
}

/** The texts of annotations are HTML. */
function withoutTags(html: string): string {
  return plainText(html.replaceAll(/<[^>]*>/g, ' '));
}

function isChange(tags: unknown): boolean {
  return Array.isArray(tags) && tags.some((tag) => /deploy|release|rollback|change/i.test(String(tag)));
}

/** A line for each change, so that series and signals can be compared with it. */
export function changeMarkers(entries: readonly Entry[], nameOf: (entry: Entry) => string): Marker[] {
  return entries
    .filter(({ lane }) => lane === 'changes')
    .slice(0, MOST_CHANGES)
    .map((entry) => ({ at: entry.at, text: nameOf(entry), sort: 'change' }));
}
