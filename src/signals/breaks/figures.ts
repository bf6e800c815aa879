import { type DataFrame, type Field, FieldColorModeId, FieldType, getDisplayProcessor } from '@grafana/data';
import { config } from '@grafana/runtime';

import { type Signal } from '../../api/types';
import { conditionOf } from '../health/conditions';
import { summarise } from '../providers/choose';
import { type Probe } from '../providers/probe';
import { type Thing } from '../things';
import { askRange } from './askRange';
import { conditionAbout } from './conditionAbout';

/** What the alert of a signal judges, of one thing. */
export interface Figure {
  signal: Signal;
  thing: Thing;
}

/**
 * The worst value of each figure over a time, from one Prometheus data source, in the signal's unit and with the value that its alert
 * compares with as `slo`. A figure that this source or the alert's series know nothing of has no frame. Throws what the source says.
 */
export async function askFigures(
  figures: Figure[],
  time: { fromMs: number; toMs: number },
  { uid, names }: Probe
): Promise<DataFrame[]> {
  const asked = figures.flatMap(({ signal, thing }) => {
    const condition = conditionOf({ alert: signal.alert, providers: summarise(signal).providers }, names);
    const expr = condition?.op && conditionAbout(condition, thing);
    return expr ? [{ signal, thing, expr, slo: condition.value }] : [];
  });
  if (asked.length === 0) {
    return [];
  }
  const frames = await askRange(
    uid,
    asked.map(({ expr }) => expr),
    time
  );
  return asked.flatMap(({ signal, thing, slo }, index) => {
    const frame = frames[index];
    return frame && frame.length > 0 ? [named(frame, `${signal.title}, ${thing.name}`, signal.unit, slo, index)] : [];
  });
}

/** Named, coloured and in the signal's unit, as Grafana prepares the fields of a panel. */
function named(frame: DataFrame, name: string, unit: string, slo: number | undefined, index: number): DataFrame {
  const fields = frame.fields.map((field) => {
    if (field.type !== FieldType.number) {
      return field;
    }
    const own: Field = {
      ...field,
      config: {
        displayName: name,
        unit,
        color: { mode: FieldColorModeId.PaletteClassic },
        custom: { slo, ofAlert: true },
      },
      state: { seriesIndex: index },
    };
    return { ...own, display: getDisplayProcessor({ field: own, theme: config.theme2 }) };
  });
  return { ...frame, name, fields };
}
