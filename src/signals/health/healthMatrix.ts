import { groupBy } from 'lodash';

import {
  type Layer,
  type LayerHealth,
  LAYERS,
  type Overview,
  type ServiceHealth,
  SEVERITIES,
  type Severity,
} from '../../api/types';
import { type Reading, type Readings } from './readings';

/** From worst to best; `unmeasured`: no data source was asked. */
export type CellState = 'firing' | 'abnormal' | 'error' | 'ok' | 'no-data' | 'unmeasured';

export interface Cell {
  layer: Layer;
  state: CellState;
  /** Worst severity of the firing alerts, and how many fire. */
  worst?: Severity;
  firing: number;
  /** Number of the worst open incident. */
  incident?: number;
  abnormal: Reading[];
  /** How many readings are within their threshold. */
  normal: number;
  /** Titles of the layer's signals that could not be evaluated. */
  failed: string[];
}

export interface Row {
  /** Empty: nodes, the cluster, and alerts that name no service. */
  service: string;
  namespaces: string[];
  cells: Cell[];
}

/** Rows of services, the worst first; cells in the order of the layers. */
export function buildMatrix(overview: Overview | undefined, measured: Readings | undefined): Row[] {
  const firing = groupBy(overview?.services ?? [], ({ service }) => service);
  const readings = groupBy(measured?.readings ?? [], ({ service }) => service);
  const names = new Set([...Object.keys(firing), ...Object.keys(readings)]);
  const rows = [...names].map((service) =>
    buildRow(service, firing[service] ?? [], measured && { ...measured, readings: readings[service] ?? [] })
  );
  return rows.sort((a, b) => rank(a) - rank(b) || compareNames(a.service, b.service));
}

/** Of one service; `measured` has only its readings. */
function buildRow(service: string, health: ServiceHealth[], measured: Readings | undefined): Row {
  const namespaces = health.flatMap(({ namespace }) => namespace ?? []);
  return {
    service,
    namespaces: [...new Set(namespaces)].sort(),
    cells: LAYERS.map((layer) =>
      buildCell(
        layer,
        health.flatMap(({ layers }) => layers),
        measured
      )
    ),
  };
}

function buildCell(layer: Layer, health: LayerHealth[], measured: Readings | undefined): Cell {
  const firing = health.filter((one) => one.layer === layer);
  const readings = (measured?.readings ?? []).filter((reading) => reading.layer === layer);
  const failed = (measured?.failed ?? [])
    .filter(({ signal }) => signal.layer === layer)
    .map(({ signal }) => signal.title);
  const worst = SEVERITIES.find((severity) => firing.some((one) => one.worst === severity));
  const abnormal = readings.filter((reading) => reading.abnormal);
  const cell = {
    layer,
    worst,
    firing: firing.reduce((sum, one) => sum + one.firing, 0),
    incident: firing.find((one) => one.worst === worst)?.incident,
    abnormal,
    normal: readings.length - abnormal.length,
    failed,
  };
  return { ...cell, state: measured ? measuredState(cell) : unmeasuredState(cell) };
}

function unmeasuredState({ worst }: Omit<Cell, 'state'>): CellState {
  return worst ? 'firing' : 'unmeasured';
}

function measuredState({ worst, abnormal, normal, failed }: Omit<Cell, 'state'>): CellState {
  if (worst) {
    return 'firing';
  }
  if (abnormal.length > 0) {
    return 'abnormal';
  }
  if (normal > 0) {
    return 'ok';
  }
  return failed.length > 0 ? 'error' : 'no-data';
}

/** Smaller is worse: firing by severity, then abnormal, then the rest. */
function rank({ cells }: Row): number {
  return Math.min(...cells.map(cellRank));
}

function cellRank({ state, worst }: Cell): number {
  if (worst) {
    return SEVERITIES.indexOf(worst);
  }
  return SEVERITIES.length + (state === 'abnormal' ? 0 : 1);
}

function compareNames(a: string, b: string): number {
  return a === '' || b === '' ? Number(a === '') - Number(b === '') : a.localeCompare(b);
}
