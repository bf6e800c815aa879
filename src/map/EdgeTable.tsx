import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { type Column, InteractiveTable, Text, TextLink, useStyles2 } from '@grafana/ui';

import { servicePath } from '../app/nav';
import { errorText, latencyText, rateText } from '../signals/flows/figures';
import { type Endpoint } from '../signals/flows/flows';
import { nodeTitle } from '../signals/flows/frames';
import { type GraphEdge } from '../signals/flows/graph';
import { type RateUnit } from '../signals/flows/sources';

interface Props {
  edges: GraphEdge[];
  unit: RateUnit;
}

interface Row {
  id: string;
  caller: string;
  callee: string;
  source: Endpoint;
  target: Endpoint;
  /** -1 where it is not measured, so that it is sorted below what is. */
  rate: number;
  errors: number;
  latency: number;
}

const PAGE = 20;
const UNKNOWN = -1;

/** All that the graph says, to read and to sort. */
export function EdgeTable({ edges, unit }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <section className={styles} aria-label={t('map.table', 'Edges')}>
      <Text element="h2" variant="h5">
        {t('map.table', 'Edges')}
      </Text>
      <InteractiveTable
        columns={columns(unit)}
        data={edges.map(toRow)}
        getRowId={({ id }) => id}
        pageSize={PAGE}
        initialSortBy={[{ id: 'rate', desc: true }]}
      />
    </section>
  );
}

function toRow({ id, source, target, rate, errors, latency }: GraphEdge): Row {
  return {
    id,
    source,
    target,
    caller: nodeTitle(source),
    callee: nodeTitle(target),
    rate: rate ?? UNKNOWN,
    errors: errors ?? UNKNOWN,
    latency: latency ?? UNKNOWN,
  };
}

function columns(unit: RateUnit): Array<Column<Row>> {
  const figure = (
    id: 'rate' | 'errors' | 'latency',
    header: string,
    text: (value?: number) => string
  ): Column<Row> => ({
    id,
    header,
    sortType: 'number',
    cell: ({ row: { original } }) => text(original[id] === UNKNOWN ? undefined : original[id]) || '–',
  });
  return [
    {
      id: 'caller',
      header: t('map.column.caller', 'Caller'),
      sortType: 'string',
      cell: ({ row: { original } }) => <End end={original.source} />,
    },
    {
      id: 'callee',
      header: t('map.column.callee', 'Callee'),
      sortType: 'string',
      cell: ({ row: { original } }) => <End end={original.target} />,
    },
    figure('rate', t('map.column.rate', 'Rate'), (value) => rateText(value, unit)),
    figure('errors', t('map.column.errors', 'Errors'), errorText),
    figure('latency', t('map.column.latency', 'Latency (p99)'), latencyText),
  ];
}

function End({ end }: { end: Endpoint }) {
  const title = nodeTitle(end);
  return (
    <span>
      {end.name ? <TextLink href={servicePath(end.name, end.namespace)}>{title}</TextLink> : title}{' '}
      {end.namespace && (
        <Text color="secondary" variant="bodySmall">
          {end.namespace}
        </Text>
      )}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), minWidth: 0, overflowX: 'auto' });
