import { type DataFrame, type DataLink, type Field } from '@grafana/data';
import { type DataQuery } from '@grafana/schema';
import { t } from '@grafana/i18n';

import { NO_NAMESPACE, prefixRoute, ROUTES } from '../../app/nav';
import { cellText, columnOf, NAMESPACE_FIELDS, SERVICE_FIELDS, TRACE_FIELDS } from './columns';
import { type TraceTarget } from './traceTarget';

/**
 * Puts links on the fields of log lines: from the id of a trace to the trace, from a service to its page.
 * Works for lines whose fields are columns (Elasticsearch), and for lines that hold them in `labels` or `_source`:
 * these get a column of their own. Links that the data source put there stay.
 */
export function linkLogs(frames: DataFrame[], trace: TraceTarget | undefined): DataFrame[] {
  return frames.map((frame) => linkService(trace ? linkTrace(frame, trace) : frame));
}

function linkTrace(frame: DataFrame, { uid, name, title, query }: TraceTarget): DataFrame {
  const column = columnOf(frame, TRACE_FIELDS);
  const link: DataLink<DataQuery> = { title, url: '', internal: { datasourceUid: uid, datasourceName: name, query } };
  return column ? withLink(frame, column, link) : frame;
}

function linkService(frame: DataFrame): DataFrame {
  const column = columnOf(frame, SERVICE_FIELDS);
  if (!column) {
    return frame;
  }
  const url = `${prefixRoute(ROUTES.service)}/${namespaceIn(frame)}/\${__value.raw:percentencode}`;
  return withLink(frame, column, { title: t('logs.open-service', 'All layers of this service'), url });
}

/** A link has one address for all lines, so the namespace stands in it only if the lines agree. */
function namespaceIn(frame: DataFrame): string {
  const column = columnOf(frame, NAMESPACE_FIELDS);
  const names = new Set(Array.from({ length: frame.length }, (_, row) => cellText(column, row)));
  const [only] = names;
  return names.size === 1 && only ? encodeURIComponent(only) : NO_NAMESPACE;
}

function withLink(frame: DataFrame, column: Field, link: DataLink): DataFrame {
  const linked = { ...column, config: { ...column.config, links: [...(column.config.links ?? []), link] } };
  const others = frame.fields.includes(column)
    ? frame.fields.map((field) => (field === column ? linked : field))
    : [...frame.fields.filter(({ name }) => name !== column.name), linked];
  return { ...frame, fields: others };
}
