import React, { type ReactNode, useState } from 'react';
import { t } from '@grafana/i18n';
import { Button, Stack, TextLink } from '@grafana/ui';

import { nodePath, podPath, servicePath } from '../app/nav';
import { type Thing } from '../signals/things';
import { Fact } from './Fact';
import { type PodFact } from './topology';
import { type TopologyState } from './useTopology';
import { type View } from './view';

interface Props {
  thing: Thing;
  related: TopologyState;
  view: View;
}

/** The pods, nodes and workloads around a thing, with links that keep the time range and the cluster. */
export function Related({ thing, related: { topology, pending, unmeasured, message }, view }: Props) {
  if (!topology) {
    return <Fact name={t('drill.fact.related', 'Related')}>{reason(pending, unmeasured, message)}</Fact>;
  }
  const { pods, nodes } = topology;
  const nodeNames = [...new Set(pods.flatMap(({ node }) => node ?? []))].sort();
  return (
    <>
      {thing.kind !== 'service' && <Workloads pods={pods} view={view} />}
      {thing.kind === 'pod' && <Owner pods={pods} />}
      {thing.kind !== 'pod' && (
        <Fact name={t('drill.fact.pods', 'Pods ({{count}})', { count: pods.length })}>
          <Links items={pods.map((pod) => podLink(pod, view))} />
        </Fact>
      )}
      {thing.kind === 'node' ? (
        <Fact name={t('drill.fact.addresses', 'Addresses')}>
          {nodes.flatMap(({ name, addresses }) => (name === thing.name ? addresses : [])).join(', ') || '–'}
        </Fact>
      ) : (
        <Fact name={t('drill.fact.nodes', 'Nodes ({{count}})', { count: nodeNames.length })}>
          <Links items={nodeNames.map((name) => ({ key: name, text: name, href: nodePath(name, view) }))} />
        </Fact>
      )}
    </>
  );
}

function reason(pending: boolean, unmeasured: boolean, message: string | undefined): string {
  if (unmeasured) {
    return t('drill.related.unmeasured', 'not known: no chosen data source has kube_pod_info of kube-state-metrics');
  }
  return pending
    ? t('drill.asking', 'asking …')
    : t('drill.related.failed', 'not known: {{message}}', { message, interpolation: { escapeValue: false } });
}

function podLink({ namespace, name, cluster }: PodFact, view: View) {
  const filter = { ...view, cluster: cluster ?? view.cluster };
  return { key: `${cluster ?? ''}/${namespace}/${name}`, text: name, href: podPath(namespace, name, filter) };
}

function Workloads({ pods, view }: { pods: PodFact[]; view: View }) {
  const links = new Map(
    pods.map(({ workload, namespace, cluster }) => {
      const href = servicePath(workload, namespace, { ...view, cluster: cluster ?? view.cluster });
      return [href, { key: href, text: workload, href }];
    })
  );
  return (
    <Fact name={t('drill.fact.services', 'Services ({{count}})', { count: links.size })}>
      <Links items={[...links.values()]} />
    </Fact>
  );
}

function Owner({ pods }: { pods: PodFact[] }) {
  const owners = [...new Set(pods.flatMap(({ owner }) => (owner ? `${owner.kind} ${owner.name}` : [])))];
  return <Fact name={t('drill.fact.owner', 'Owner')}>{owners.join(', ') || '–'}</Fact>;
}

interface LinkItem {
  key: string;
  text: string;
  href: string;
}

const LINKS_SHOWN = 6;

function Links({ items }: { items: LinkItem[] }): ReactNode {
  const [all, setAll] = useState(false);
  if (items.length === 0) {
    return '–';
  }
  const shown = all ? items : items.slice(0, LINKS_SHOWN);
  return (
    <Stack gap={1} wrap="wrap" alignItems="center">
      {shown.map(({ key, text, href }) => (
        <TextLink key={key} href={href} inline={false}>
          {text}
        </TextLink>
      ))}
      {items.length > shown.length && (
        <Button size="sm" fill="text" variant="secondary" onClick={() => setAll(true)}>
          {t('drill.more-links', '{{count}} more', { count: items.length - shown.length })}
        </Button>
      )}
    </Stack>
  );
}
