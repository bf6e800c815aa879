/** Values of the variables that catalog expressions use. Absent: everything. */
export interface Scope {
  cluster?: string;
  namespace?: string;
  service?: string;
}

const ALL = '.*';

/** Fills $cluster, $namespace and $service for a query outside of a scene; $__rate_interval is the data source's. */
export function fillScope(expr: string, scope: Scope): string {
  return expr.replace(/\$(cluster|namespace|service)\b/g, (_, name: keyof Scope) => matcherValue(scope[name]));
}

/** A value as it must stand inside a PromQL regular expression in double quotes. */
function matcherValue(value: string | undefined): string {
  if (!value) {
    return ALL;
  }
  const regex = value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return regex.replace(/[\\"]/g, '\\$&');
}
