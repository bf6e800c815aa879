import { getTemplateSrv } from '@grafana/runtime';

/** The variables of the dashboard, as entries of a filter. */
export function variableOptions(): Array<{ value: string; label: string }> {
  const names = getTemplateSrv()
    .getVariables()
    .map(({ name }) => `$${name}`);
  return names.map((name) => ({ value: name, label: name }));
}
