import { type EntityLabel } from '../../api/types';
import { type Condition } from '../health/conditions';
import { type Thing } from '../things';

/** A label that no exporter has. */
const MATCH = 'strata_match';

/**
 * PromQL for the worst value of an alert condition among the series about this thing: one series at most, whatever the size of the
 * system. Undefined where the condition's series do not say which such thing they are about.
 */
export function conditionAbout({ expr, op, entity }: Condition, thing: Thing): string | undefined {
  const label = entity?.[thing.kind];
  if (!label) {
    return undefined;
  }
  const named = only(expr, label, thing.name);
  const namespace = thing.kind === 'node' ? undefined : thing.namespace;
  const own = namespace && entity.namespace ? only(named, entity.namespace, namespace, true) : named;
  return `${op?.startsWith('<') ? 'min' : 'max'}(${own})`;
}

/** The series whose label, or its part, has this value; with `unknown` also those without one. */
function only(expr: string, { label, regex }: EntityLabel, value: string, unknown = false): string {
  const key = regex ? MATCH : label;
  // A comment in the expression ends with its line.
  const series = regex
    ? `label_replace(${expr.trim()}\n, ${quote(MATCH)}, "$1", ${quote(label)}, ${quote(regex)})`
    : `(${expr.trim()}\n)`;
  const wanted = [value, ...(unknown ? [''] : [])].map(
    (one) => `label_replace(vector(1), ${quote(key)}, ${quote(one.replaceAll('$', '$$$$'))}, "", "")`
  );
  return `(${series} and on (${key}) (${wanted.join(' or ')}))`;
}

function quote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
