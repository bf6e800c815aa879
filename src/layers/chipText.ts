import { t } from '@grafana/i18n';

import { withUnit } from '../signals/alertText';
import { type BandReading } from '../signals/health/bandQueries';
import { type Reading } from '../signals/health/readings';
import { type Abnormal } from '../signals/health/useLayerHealth';

/** What a chip says, without its signal: about what, which value, against what. */
export interface ChipText {
  what: string;
  value: string;
}

export function chipText({ readings: [reading], outside: [band], ...rest }: Abnormal): ChipText {
  if (reading) {
    return { what: nameOf(reading), value: readingValue(reading) };
  }
  return band ? { what: band.what, value: bandValue(band, rest.signal.unit) } : { what: '', value: '' };
}

/** One line per series, for the tooltip. */
export function chipLines({ signal, readings, outside }: Abnormal): string[] {
  return [
    ...readings.map((reading) => [nameOf(reading), readingValue(reading)].filter(Boolean).join(': ')),
    ...outside.map((one) => [one.what, bandValue(one, signal.unit)].filter(Boolean).join(': ')),
  ];
}

/** How many more series than the one on the chip. */
export function chipMore({ readings, outside }: Abnormal): number {
  return readings.length + outside.length - 1;
}

function nameOf({ service, pod, node, namespace, cluster }: Reading): string {
  return service || pod || node || namespace || cluster || '';
}

function readingValue({ signal, value, op, threshold }: Reading): string {
  const text = withUnit(value, signal.unit);
  return op && threshold !== undefined ? `${text} (${op} ${withUnit(threshold, signal.unit)})` : text;
}

function bandValue({ value, band }: BandReading, unit: string): string {
  return t('chip.band', '{{value}} (usually {{low}} to {{high}})', {
    value: withUnit(value, unit),
    low: withUnit(band.low, unit),
    high: withUnit(band.high, unit),
    interpolation: { escapeValue: false },
  });
}
