import React from 'react';
import { type NavModelItem } from '@grafana/data';
import { t } from '@grafana/i18n';
import { locationService } from '@grafana/runtime';
import { type Column, FilterInput, InteractiveTable, Stack, Text, TextLink } from '@grafana/ui';

import { useLocation } from 'react-router-dom';

import { navUrl, nodePath, podPath, ROUTES, servicePath } from '../app/nav';
import { NoDataSource } from '../signals/NoDataSource';
import { listDataSources } from '../signals/providers/sources';
import { type ThingKind } from '../signals/things';
import { EmptyState } from '../ui/EmptyState';
import { Loading } from '../ui/Loading';
import { useTextFilter } from '../ui/useTextFilter';
import { Page } from '../ui/Page';
import { LISTED, type ListedThing } from './listing';
import { listTitle } from './ThingPage';
import { useListing } from './useListing';
import { useView, type View } from './view';

interface Props {
  kind: ThingKind;
}

/** A list to choose a service, node or pod from. */
export function IndexPage({ kind }: Props) {
  const { search } = useLocation();
  return (
    <Page
      width="list"
      pageNav={pageNav(kind, search)}
      subTitle={t('drill.index.question', 'All four layers of one thing')}
    >
      {listDataSources().length > 0 ? <Index kind={kind} /> : <NoDataSource />}
    </Page>
  );
}

const KINDS: readonly ThingKind[] = ['service', 'node', 'pod'];

/** The lists are tabs of one view: the filters go along, the text that was looked for does not. */
function pageNav(current: ThingKind, search: string): NavModelItem {
  const params = new URLSearchParams(search);
  params.delete('q');
  const query = params.size > 0 ? `?${params.toString()}` : '';
  return {
    text: listTitle(current),
    // Grafana would add the active tab to the page, which has the same name; services are an entry of the navigation.
    hideFromBreadcrumbs: true,
    ...(current === 'service' ? {} : { parentItem: { text: listTitle(current), url: navUrl(ROUTES[current]) } }),
    children: KINDS.map((kind) => ({
      text: listTitle(kind),
      url: navUrl(ROUTES[kind]) + query,
      active: kind === current,
      hideFromBreadcrumbs: true,
    })),
  };
}

function Index({ kind }: Props) {
  const view = useView();
  const applied = view.search;
  const [text, setText] = useTextFilter(applied, (q) => locationService.partial({ q: q || null }, true));
  const listing = useListing(kind, applied, view);
  return (
    <Stack direction="column" gap={2}>
      <FilterInput
        value={text}
        onChange={setText}
        escapeRegex={false}
        placeholder={t('drill.index.search', 'Part of a name')}
        aria-label={t('drill.index.search', 'Part of a name')}
      />
      {listing.pending ? <Loading /> : <Found kind={kind} view={view} {...listing} />}
    </Stack>
  );
}

interface FoundProps extends Props {
  view: View;
  things: ListedThing[];
  message?: string;
}

function Found({ kind, view, things, message }: FoundProps) {
  if (things.length === 0) {
    return <Nothing searched={view.search} message={message} />;
  }
  return (
    <>
      {message !== undefined && <Text color="warning">{message}</Text>}
      <InteractiveTable
        columns={columns(kind, view)}
        data={things}
        getRowId={({ cluster, namespace, name }) => JSON.stringify([cluster, namespace, name])}
        pageSize={PAGE}
      />
      {things.length >= LISTED && (
        <Text color="secondary" variant="bodySmall">
          {t('drill.index.limited', 'Only the first {{count}} are listed: type a part of the name.', { count: LISTED })}
        </Text>
      )}
    </>
  );
}

const PAGE = 50;

function Nothing({ searched, message }: { searched: string; message?: string }) {
  return (
    <EmptyState
      icon="search-minus"
      title={
        searched
          ? t('drill.index.no-match', 'Nothing has a name with "{{text}}" in it', {
              text: searched,
              interpolation: { escapeValue: false },
            })
          : t('drill.index.none', 'Nothing is known yet')
      }
    >
      {message ??
        t(
          'drill.index.source',
          'The names come from kube-state-metrics (kube_pod_info, kube_node_info) and from the labels of services in the data sources.'
        )}
    </EmptyState>
  );
}

function columns(kind: ThingKind, view: View): Array<Column<ListedThing>> {
  const name: Column<ListedThing> = {
    id: 'name',
    header: t('drill.index.name', 'Name'),
    sortType: 'string',
    cell: ({ row: { original } }) => <TextLink href={pathOf(kind, original, view)}>{original.name}</TextLink>,
  };
  const plain = (id: 'namespace' | 'cluster' | 'node', header: string): Column<ListedThing> => ({
    id,
    header,
    sortType: 'string',
    cell: ({ row: { original } }) => original[id] ?? '–',
  });
  return [
    name,
    ...(kind === 'node' ? [] : [plain('namespace', t('drill.fact.namespace', 'Namespace'))]),
    ...(kind === 'pod' ? [plain('node', t('drill.fact.node', 'Node'))] : []),
    plain('cluster', t('drill.fact.cluster', 'Cluster')),
  ];
}

function pathOf(kind: ThingKind, { name, namespace, cluster }: ListedThing, view: View): string {
  const filter = { ...view, cluster: cluster ?? view.cluster };
  switch (kind) {
    case 'service':
      return servicePath(name, namespace, filter);
    case 'node':
      return nodePath(name, filter);
    case 'pod':
      return podPath(namespace ?? '', name, filter);
  }
}
