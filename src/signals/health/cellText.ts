import { formattedValueToString, getValueFormat, type IconName } from '@grafana/data';
import { t } from '@grafana/i18n';

import { type Cell, type CellState } from './healthMatrix';
import { type Reading } from './readings';

export const CELL_ICONS: Record<CellState, IconName> = {
  firing: 'bell',
  abnormal: 'exclamation-triangle',
  error: 'times-circle',
  ok: 'check',
  'no-data': 'minus',
  unmeasured: 'question-circle',
};

/** The state in words, so that no meaning hangs on a colour. */
export function cellLabel({ state, worst, firing, abnormal }: Cell): string {
  switch (state) {
    case 'firing':
      return t('overview.cell.firing', '{{severity}}, {{count}} firing', { severity: worst, count: firing });
    case 'abnormal':
      return t('overview.cell.abnormal', '{{count}} abnormal', {
        count: new Set(abnormal.map(({ signal }) => signal.id)).size,
      });
    case 'error':
      return t('overview.cell.error', 'Query failed');
    case 'ok':
      return t('overview.cell.ok', 'OK');
    case 'no-data':
      return t('overview.cell.no-data', 'No data');
    case 'unmeasured':
      return t('overview.cell.unmeasured', 'Not measured');
  }
}

const NAMED = 2;

/** Which signals are abnormal, shortly; undefined where none is. */
export function cellSignals({ abnormal }: Cell): string | undefined {
  const titles = [...new Set(abnormal.map(({ signal }) => signal.title))];
  const shown = titles.slice(0, NAMED).join(', ');
  const more = titles.length - NAMED;
  return more > 0
    ? t('overview.cell.more', '{{shown}} +{{more}}', { shown, more, interpolation: { escapeValue: false } })
    : shown || undefined;
}

/** One line per fact, for the tooltip. */
export function cellDetails(cell: Cell): string[] {
  const lines = cell.abnormal.map(readingLine);
  if (cell.normal > 0) {
    lines.push(
      t('overview.cell.normal', '{{count}} readings within their threshold', {
        count: cell.normal,
        defaultValue_one: '{{count}} reading within its threshold',
      })
    );
  }
  if (cell.failed.length > 0) {
    lines.push(
      t('overview.cell.failed', 'Not evaluated: {{titles}}', {
        titles: cell.failed.join(', '),
        interpolation: { escapeValue: false },
      })
    );
  }
  return lines;
}

function readingLine({ signal, node, value, op, threshold }: Reading): string {
  const { title, unit } = signal;
  const name = node ? `${title} (${node})` : title;
  const limit = op && threshold !== undefined ? ` ${op} ${withUnit(threshold, unit)}` : '';
  return `${name}: ${withUnit(value, unit)}${limit}`;
}

function withUnit(value: number, unit: string): string {
  return formattedValueToString(getValueFormat(unit)(value));
}
