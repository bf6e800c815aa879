import { type SignalProblem } from '../../api/types';
import { ENTITIES } from './formText';

/** What is wrong by the name of the field in the form; '' has what belongs to no field of it. */
export type Problems = ReadonlyMap<string, string>;

/** Fields of the alert that the form has as JSON. */
const IN_MORE = ['levels', 'alternatives', 'elasticsearch', 'note'];
/** Providers that the form has as JSON. */
const AS_JSON = ['elasticsearch', 'kubeshark'];
const ALERT_FIELDS = ['name', 'source', 'query', 'op', 'value', 'window', 'for', 'severity', 'summary', 'runbook'];
const GENERAL = ['id', 'layer', 'group', 'title', 'why', 'unit', 'visualisation', 'sources'];
const PROVIDER_FIELDS: Record<string, string[]> = {
  loki: ['expr', 'legend'],
  pixie: ['pxl', 'columns', 'requires'],
  splunk: ['spl', 'requires'],
  dynatrace: ['dql', 'metricSelector', 'requires'],
  prometheus: ['source', 'expr', 'legend', 'needs', 'requires', 'instant'],
};

/** Puts what the backend found to the fields of the form. A message keeps its path where the field is only near. */
export function byField(problems: readonly SignalProblem[]): Problems {
  const found = new Map<string, string[]>();
  for (const { field, message } of problems) {
    const place = placeOf(field.replace(/^signal\./, ''));
    const told = place.exact ? message : `${field} ${message}`.trim();
    found.set(place.field, [...(found.get(place.field) ?? []), told]);
  }
  return new Map([...found].map(([field, messages]) => [field, messages.join('; ')]));
}

interface Place {
  field: string;
  exact: boolean;
}

function placeOf(path: string): Place {
  const [top = '', second = '', third = ''] = path.split('.');
  if (top === 'providers') {
    return providerPlace(second, third);
  }
  if (top === 'alert') {
    return alertPlace(second, third);
  }
  return GENERAL.includes(top) && !second ? { field: top, exact: true } : near(GENERAL.includes(top) ? top : '');
}

function near(field: string): Place {
  return { field, exact: false };
}

function providerPlace(part: string, field: string): Place {
  const [, provider = '', row] = /^([a-z]+)(?:\[(\d+)\])?$/.exec(part) ?? [];
  if (AS_JSON.includes(provider)) {
    return near(provider);
  }
  const fields = PROVIDER_FIELDS[provider];
  const base = row === undefined ? provider : `${provider}.${row}`;
  const [name = ''] = field.split('[');
  if (!fields) {
    return near('providers');
  }
  return fields.includes(name) ? { field: `${base}.${name}`, exact: name === field } : near(`${base}.${fields[0]}`);
}

function alertPlace(part: string, third: string): Place {
  const [name = ''] = part.split('[');
  if (IN_MORE.includes(name)) {
    return near('alert.more');
  }
  const entity = ENTITIES.find((one) => one === third);
  if (name === 'entity') {
    return entity ? { field: `alert.${entity}`, exact: true } : near('alert.service');
  }
  return ALERT_FIELDS.includes(name) ? { field: `alert.${name}`, exact: true } : near('alert.name');
}
