import { type DataFrame, LoadingState, type PanelData } from '@grafana/data';

import { INCIDENTS_FRAME } from '../../constants';
import { type TriageOptions } from './types';

function isIncidents({ meta }: DataFrame): boolean {
  return meta?.custom?.strata === INCIDENTS_FRAME;
}

/** The numbers in answers of the data source "Strata incidents"; undefined when there is no such answer. */
export function incidentNumbers(frames: DataFrame[]): Set<number> | undefined {
  const own = frames.filter(isIncidents);
  if (own.length === 0) {
    return undefined;
  }
  const numbers = own.flatMap(({ fields }) => fields.find(({ name }) => name === 'Number')?.values ?? []);
  return new Set(numbers.filter((value: unknown) => typeof value === 'number'));
}

export interface Input {
  /** Strata's incidents are asked for. */
  incidents: boolean;
  /** Only these of them; undefined: all. */
  numbers?: Set<number>;
  /** What other data sources answered. */
  frames: DataFrame[];
  /** The first answer is awaited. */
  waiting: boolean;
}

/** What the board is made of. */
export function inputOf({ series, request, state }: PanelData, input: TriageOptions['input']): Input {
  const asked = series.length > 0 || (request?.targets ?? []).length > 0;
  if (input === 'incidents' || (input === 'auto' && !asked)) {
    return { incidents: true, frames: [], waiting: false };
  }
  const numbers = incidentNumbers(series);
  return {
    incidents: numbers !== undefined,
    numbers,
    frames: series.filter((frame) => !isIncidents(frame)),
    waiting: series.length === 0 && state === LoadingState.Loading,
  };
}
