import { isEqual } from 'lodash';

import { type OwnSignal, type SignalEntity } from '../../api/types';
import { ENTITIES, fromJson, fromLines, fromWords, withoutEmpty } from './formText';
import { type AlertForm, type PartialSignal, type SignalFormValues } from './formValues';

type Fields = Record<string, unknown>;

/** A whole signal in the shape of the contract, from values whose JSON is right. */
interface Whole {
  general: Fields;
  providers: Fields;
  alert?: Fields;
}

/**
 * The own signal that these values make.
 * A new signal is whole. A change of a built-in one names what is different from `before`, over what is stored already.
 */
export function toOwn(
  values: SignalFormValues,
  before: { initial: PartialSignal; form: SignalFormValues; builtIn: boolean; stored?: OwnSignal }
): OwnSignal {
  const now = wholeOf(values, before.initial);
  if (!before.builtIn) {
    const enabled = before.stored?.enabled === false ? { enabled: false } : {};
    return { id: values.id, ...now.general, providers: now.providers, ...withAlert(now.alert), ...enabled };
  }
  const then = wholeOf(before.form, before.initial);
  const stored = before.stored ?? { id: values.id };
  return {
    ...stored,
    ...changed(then.general, now.general),
    ...part('providers', stored.providers, changed(then.providers, now.providers)),
    ...alertChange(stored.alert, then.alert, now.alert),
  };
}

function withAlert(alert: Fields | undefined): Pick<OwnSignal, 'alert'> {
  return alert ? { alert } : {};
}

/** Fields that are different; null for one that is gone, which is how the backend takes one away. */
function changed(then: Fields, now: Fields): Fields {
  const names = [...new Set([...Object.keys(then), ...Object.keys(now)])];
  const different = names.filter((name) => !isEqual(then[name], now[name]));
  return Object.fromEntries(different.map((name) => [name, now[name] ?? null]));
}

function part(name: 'providers', stored: Fields | undefined, change: Fields): Pick<OwnSignal, 'providers'> {
  return Object.keys(change).length > 0 ? { [name]: { ...stored, ...change } } : {};
}

function alertChange(stored: OwnSignal['alert'], then?: Fields, now?: Fields): Pick<OwnSignal, 'alert'> {
  if (isEqual(then, now)) {
    return {};
  }
  if (!now) {
    return { alert: null };
  }
  return { alert: { ...stored, ...changed(then ?? {}, now) } };
}

function wholeOf(values: SignalFormValues, initial: PartialSignal): Whole {
  const { layer, group, title, why, unit, visualisation } = values;
  const sources = fromLines(values.sources);
  return {
    general: { layer, group, title, why, unit, visualisation, ...(sources.length > 0 ? { sources } : {}) },
    providers: providersOf(values, initial.providers ?? {}),
    alert: values.alert.on ? alertOf(values.alert, initial.alert?.entity) : undefined,
  };
}

/** Fields of a provider that the form does not show stay as they were. */
function providersOf(values: SignalFormValues, initial: NonNullable<PartialSignal['providers']>): Fields {
  const { loki, pixie, splunk, dynatrace } = values;
  const all: Fields = {
    prometheus: values.prometheus.length > 0 ? values.prometheus.map(rowOf) : undefined,
    elasticsearch: fromJson(values.elasticsearch),
    loki: loki.expr ? merged(initial.loki, loki) : undefined,
    pixie: pixie.pxl ? { ...merged(initial.pixie, pixie), columns: fromWords(pixie.columns) } : undefined,
    kubeshark: fromJson(values.kubeshark),
    dynatrace: dynatrace.dql || dynatrace.metricSelector ? merged(initial.dynatrace, dynatrace) : undefined,
    splunk: splunk.spl ? merged(initial.splunk, splunk) : undefined,
  };
  return Object.fromEntries(Object.entries(all).filter(([, provider]) => provider !== undefined));
}

function merged(initial: object | undefined, edited: object): Fields {
  return withoutEmpty({ ...initial, ...edited });
}

function rowOf({ needs, rest, source, expr, legend, ...optional }: SignalFormValues['prometheus'][number]): Fields {
  return { ...rest, source, expr, legend, needs: fromWords(needs), ...withoutEmpty(optional) };
}

function alertOf(alert: AlertForm, initial: SignalEntity = {}): Fields {
  const { name, source, query, op, value, window, for: held, severity, summary, runbook, more } = alert;
  const threshold = value.trim() === '' ? {} : { op, value: Number(value) };
  const entity = entityOf(alert, initial);
  return {
    name,
    ...withoutEmpty({ source, query, window }),
    ...threshold,
    for: held,
    severity,
    summary,
    runbook,
    ...(Object.keys(entity).length > 0 ? { entity } : {}),
    ...fromJson(more),
  };
}

/** The expression that takes a name out of a label's value belongs to that label. */
function entityOf(alert: AlertForm, initial: SignalEntity): SignalEntity {
  const named = ENTITIES.filter((name) => alert[name] !== '');
  return Object.fromEntries(
    named.map((name) => {
      const known = initial[name];
      return [name, known?.label === alert[name] ? known : { label: alert[name] }];
    })
  );
}
