import { formattedValueToString, getValueFormat } from '@grafana/data';
import { t } from '@grafana/i18n';

import { type RateUnit } from './sources';

/** "12.3 req/s"; the node graph itself would print the id of the unit. */
export function rateText(rate: number | undefined, unit: RateUnit): string {
  if (rate === undefined) {
    return '';
  }
  if (unit === 'flows') {
    return t('map.flows-per-second', '{{rate}} flows/s', {
      rate: formatted(rate, 'short'),
      interpolation: { escapeValue: false },
    });
  }
  return formatted(rate, unit);
}

export function latencyText(seconds: number | undefined): string {
  return seconds === undefined ? '' : formatted(seconds, 's');
}

export function errorText(share: number | undefined): string {
  return share === undefined ? '' : formatted(share, 'percentunit');
}

function formatted(value: number, unit: string): string {
  return formattedValueToString(getValueFormat(unit)(value, undefined));
}
