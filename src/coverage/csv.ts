import { type Entry, type Row } from './rows';
import { installText } from './toDo';

const COLUMNS = [
  'layer',
  'group',
  'signal',
  'title',
  'enabled',
  'signal state',
  'provider',
  'exporter',
  'data source',
  'state',
  'missing',
  'what to do',
  'requires',
  'note',
  'checked at',
];

/** One line per signal and way to see it, as RFC 4180 wants it: CRLF, quotes doubled. Opens in spreadsheets. */
export function coverageCsv(rows: readonly Row[]): string {
  return [COLUMNS, ...rows.flatMap(linesOf)].map((line) => `${line.map(csvField).join(',')}\r\n`).join('');
}

function linesOf({ signal, state, cells }: Row): string[][] {
  const { layer, group, id, title, enabled } = signal;
  const about = [layer, group, id, title, enabled ? 'yes' : 'no', state];
  return cells.flatMap(({ provider, entries, gap }) => {
    const found = entries.map((entry) => [...about, provider, ...entryFields(entry)]);
    return found.length > 0 || !gap ? found : [[...about, provider, '', '', 'no query', '', '', '', gap, '']];
  });
}

function entryFields(entry: Entry): string[] {
  const { source = '', name = '', state, missing, requires = '', message = '', checkedAt } = entry;
  return [
    source,
    name,
    state,
    missing.join(' '),
    installText(entry) ?? '',
    requires,
    message,
    checkedAt === undefined ? '' : new Date(checkedAt).toISOString(),
  ];
}

/** What spreadsheets would take for a formula; a tab or a return at the start is taken for nothing before it. */
const FORMULA = /^[=+\-@\t\r]/;

/** A field that is text for every spreadsheet, quoted where RFC 4180 needs it. */
export function csvField(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
