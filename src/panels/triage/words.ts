import { LAYERS, SEVERITIES, type Layer, type Severity } from '../../api/types';

/** The words that alert rules use, as the backend reads them (`severityWords` of pkg/incident). */
const WORDS: Record<string, Severity> = {
  ...Object.fromEntries(SEVERITIES.map((severity) => [severity.toLowerCase(), severity])),
  ...Object.fromEntries(
    ['critical', 'error', 'major', 'high', 'page', 'fatal', 'emergency'].map((word): [string, Severity] => [word, 'P1'])
  ),
  ...Object.fromEntries(['warning', 'warn', 'medium', 'average'].map((word): [string, Severity] => [word, 'P2'])),
  ...Object.fromEntries(
    ['info', 'informational', 'low', 'minor', 'notice', 'none'].map((word): [string, Severity] => [word, 'P3'])
  ),
};

/** As the backend: without a word, or with an unknown one, it is P2. */
export function severityOf(word: string): Severity {
  return WORDS[word.trim().toLowerCase()] ?? 'P2';
}

/** Strata's own alert rules carry the layer as a label. */
export function layerOf(word: string): Layer[] {
  return LAYERS.filter((layer) => layer === word.trim().toLowerCase());
}

const ENDED = ['inactive', 'normal', 'ok', 'resolved', 'recovered', 'closed', 'expired', 'untracked'];
const TAKEN = ['acknowledged', 'acked', 'ack'];
const PLAIN = ['firing', 'alerting', 'active', 'open'];

export interface State {
  /** It is no longer there. */
  ended: boolean;
  acknowledged?: boolean;
  /** In words, where they say more than that it is there. */
  status?: string;
}

/** Grafana writes reasons behind the state: "Normal (MissingSeries)". */
export function stateOf(text: string): State {
  const [word = ''] = text.trim().toLowerCase().split(/\s+/);
  return {
    ended: ENDED.includes(word),
    acknowledged: TAKEN.includes(word) ? true : undefined,
    status: word === '' || PLAIN.includes(word) || TAKEN.includes(word) ? undefined : text.trim(),
  };
}

/** Below this a number is seconds, above it milliseconds: in between lie the years 1973 and 5138. */
const LARGEST_SECONDS = 1e11;

/** Epoch milliseconds of what a data source says as a time: a number, text with a number, ISO 8601, a date. */
export function timeOf(value: unknown): number | undefined {
  if (value instanceof Date) {
    return timeOf(value.getTime());
  }
  if (typeof value === 'number') {
    const ms = value < LARGEST_SECONDS ? value * 1000 : value;
    return value > 0 && Math.abs(ms) <= 8.64e15 ? ms : undefined;
  }
  if (typeof value !== 'string' || value.trim() === '') {
    return undefined;
  }
  const number = Number(value);
  return Number.isNaN(number) ? timeOf(Date.parse(value)) : timeOf(number);
}
