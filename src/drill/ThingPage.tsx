import React, { useState } from 'react';
import { type NavModelItem } from '@grafana/data';
import { t } from '@grafana/i18n';
import { PluginPage } from '@grafana/runtime';
import { useParams } from 'react-router-dom';

import { appNav, navUrl, NO_NAMESPACE, ROUTES } from '../app/nav';
import { NoDataSource } from '../signals/NoDataSource';
import { listDataSources } from '../signals/providers/sources';
import { type Thing } from '../signals/things';
import { Layers } from './Layers';
import { ThingHeader } from './ThingHeader';
import { Unknown } from './Unknown';
import { useIsUnknown } from './useIsUnknown';
import { useThingAlerts } from './useThingAlerts';
import { useTopology } from './useTopology';
import { useView } from './view';

export function ServicePage() {
  const { namespace = '', name = '' } = useParams();
  return <ThingPage thing={{ kind: 'service', name, ...(namespace === NO_NAMESPACE ? {} : { namespace }) }} />;
}

export function NodePage() {
  const { name = '' } = useParams();
  return <ThingPage thing={{ kind: 'node', name }} />;
}

export function PodPage() {
  const { namespace = '', name = '' } = useParams();
  return <ThingPage thing={{ kind: 'pod', name, namespace }} />;
}

/** All four layers of one service, node or pod. */
function ThingPage({ thing }: { thing: Thing }) {
  return (
    <PluginPage pageNav={pageNav(thing)}>
      {listDataSources().length > 0 ? <ThingBody key={JSON.stringify(thing)} thing={thing} /> : <NoDataSource />}
    </PluginPage>
  );
}

function ThingBody({ thing }: { thing: Thing }) {
  const view = useView();
  const related = useTopology(thing, view);
  const alerts = useThingAlerts(thing, related.topology);
  const unknown = useIsUnknown(thing, view, related, alerts);
  const [anyway, setAnyway] = useState(false);
  return (
    <>
      <ThingHeader thing={thing} related={related} alerts={alerts} view={view} />
      {unknown && !anyway ? (
        <Unknown thing={thing} onAnyway={() => setAnyway(true)} />
      ) : (
        <Layers thing={thing} related={related} alerts={alerts} view={view} />
      )}
    </>
  );
}

function pageNav({ kind, name }: Thing): NavModelItem {
  const list = { text: listTitle(kind), url: navUrl(ROUTES[kind]) };
  // Of the three lists the navigation has only the services.
  return { text: name, parentItem: kind === 'service' ? list : { ...list, parentItem: appNav() } };
}

export function listTitle(kind: Thing['kind']): string {
  switch (kind) {
    case 'service':
      return t('drill.services', 'Services');
    case 'node':
      return t('drill.nodes', 'Nodes');
    case 'pod':
      return t('drill.pods', 'Pods');
  }
}
