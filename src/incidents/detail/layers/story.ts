import { type AlertOccurrence, type Layer, LAYERS, type Signal } from '../../../api/types';
import { type Break } from '../../../signals/breaks/firstBreaks';

/** What is known of one layer at the beginning of an incident. */
export interface LayerStory {
  layer: Layer;
  /** Its place in the order in which layers broke, from 1; absent where it did not. */
  place?: number;
  /** When it broke, in epoch milliseconds. */
  atMs?: number;
  /** What broke first: the title of a signal, or the name of an alert that no signal is known for. */
  what?: string;
  /** Titles of signals that were abnormal long before, and so say nothing about what broke. */
  before: string[];
  /** Signals whose conditions could be judged. */
  judged: number;
  /** Those that are worth a graph, the most telling first. */
  signals: Signal[];
}

interface Facts {
  alerts: AlertOccurrence[];
  breaks: Break[];
  /** Ids of signals that could be judged. */
  judged: string[];
  /** Signals about the subject that a data source can answer, in the order of the catalog. */
  signals: Signal[];
}

interface Event {
  atMs: number;
  what: string;
}

/** The layers in the order in which they broke, then the others. What was measured and what alerts say both count. */
export function layerStories(facts: Facts): LayerStory[] {
  const stories = LAYERS.map((layer) => storyOf(layer, facts));
  const broken = stories.filter(({ atMs }) => atMs !== undefined).sort((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0));
  const rest = stories.filter(({ atMs }) => atMs === undefined);
  return [...broken.map((story) => ({ ...story, place: placeOf(story, broken) })), ...rest];
}

/** Layers that broke at the same moment share a place. */
function placeOf({ atMs }: LayerStory, broken: LayerStory[]): number {
  return broken.findIndex((other) => other.atMs === atMs) + 1;
}

function storyOf(layer: Layer, { alerts, breaks, judged, signals }: Facts): LayerStory {
  const own = signals.filter((signal) => signal.layer === layer);
  const measured = breaks.filter(({ signal }) => signal.layer === layer);
  const broke = measured.filter(({ before }) => !before);
  const fired = alerts.filter((alert) => alert.layer === layer);
  const [first] = [
    ...broke.map(({ signal, atMs }): Event => ({ atMs, what: signal.title })),
    ...fired.map((alert) => alerted(alert, signals)),
  ].sort((a, b) => a.atMs - b.atMs);
  const known = new Set(judged);
  const telling = [
    ...broke.map(({ signal }) => signal),
    ...own.filter(({ id }) => fired.some(({ signal }) => signal === id)),
    ...measured.map(({ signal }) => signal),
    ...own.filter(({ id }) => known.has(id)),
    ...own.filter(({ alert }) => alert),
    ...own,
  ];
  return {
    layer,
    ...first,
    before: measured.filter(({ before }) => before).map(({ signal }) => signal.title),
    judged: own.filter(({ id }) => known.has(id)).length,
    signals: telling.filter(({ id }, index) => telling.findIndex((other) => other.id === id) === index),
  };
}

function alerted({ startsAt, signal, name }: AlertOccurrence, signals: Signal[]): Event {
  const title = signals.find(({ id }) => id === signal)?.title;
  return { atMs: Date.parse(startsAt), what: title ?? name };
}
