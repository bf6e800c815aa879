import { type DataFrame, FieldColorModeId, FieldType, toDataFrame } from '@grafana/data';
import { t } from '@grafana/i18n';

import { type Incident, SEVERITIES, type Severity } from '../../api/types';
import { prefixRoute, ROUTES, serviceSegments } from '../../app/nav';
import { errorText, latencyText, rateText } from './figures';
import { type GraphNode, type ServiceGraph } from './graph';
import { type RateUnit } from './sources';

/** Blue, vermilion and the like stay apart for people who see few colours, on dark and on light. */
const COLORS: Record<Severity | 'ok' | 'errors', string> = {
  ok: '#0072B2',
  errors: '#D55E00',
  P0: '#CC3311',
  P1: '#EE7733',
  P2: '#DDAA33',
  P3: '#33BBEE',
};

export interface FrameOptions {
  unit: RateUnit;
  incidents: Incident[];
}

/** The two frames of Grafana's node graph panel. Its fields: Grafana's documentation, "Node graph", data API. */
export function graphFrames(graph: ServiceGraph, { unit, incidents }: FrameOptions): DataFrame[] {
  return [nodesFrame(graph.nodes, unit, incidents), edgesFrame(graph, unit)];
}

/** The open incident of a node: the most severe of those that name the service. */
export function incidentOf({ name }: Pick<GraphNode, 'name'>, incidents: Incident[]): Incident | undefined {
  const own = name === '' ? [] : incidents.filter(({ services }) => services.includes(name));
  return own.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))[0];
}

export function nodeTitle({ name, namespace }: Pick<GraphNode, 'name' | 'namespace'>): string {
  return name || (namespace ? t('map.unnamed', 'without a name') : t('map.outside', 'outside'));
}

function nodesFrame(nodes: GraphNode[], unit: RateUnit, incidents: Incident[]): DataFrame {
  const open = nodes.map((node) => incidentOf(node, incidents));
  const strings = (name: string, values: string[], displayName?: string) => ({
    name,
    type: FieldType.string,
    values,
    config: displayName ? { displayName } : {},
  });
  const title = strings('title', nodes.map(nodeTitle));
  return toDataFrame({
    name: 'nodes',
    meta: { preferredVisualisationType: 'nodeGraph' },
    fields: [
      strings(
        'id',
        nodes.map(({ id }) => id)
      ),
      { ...title, config: { links: [drillLink()] } },
      strings(
        'subtitle',
        nodes.map((node, at) => subtitle(node, open[at]))
      ),
      strings(
        'mainstat',
        nodes.map(({ rate }) => rateText(rate, unit)),
        t('map.column.rate', 'Rate')
      ),
      strings('secondarystat', nodes.map(secondStat), t('map.column.second', 'p99, else errors')),
      ...arcs(nodes, open),
      strings(
        'detail__namespace',
        nodes.map(({ namespace }) => namespace ?? '–'),
        t('map.column.namespace', 'Namespace')
      ),
      strings(
        'detail__errors',
        nodes.map(({ errors }) => errorText(errors) || '–'),
        t('map.column.errors', 'Errors')
      ),
      strings(
        'detail__latency',
        nodes.map(({ latency }) => latencyText(latency) || '–'),
        t('map.column.latency', 'Latency (p99)')
      ),
      strings('detail__incident', open.map(incidentText), t('map.column.incident', 'Open incident')),
      strings(
        'path',
        nodes.map(({ name, namespace }) => serviceSegments(name, namespace))
      ),
    ],
  });
}

/** The address is completed from the row; its head stands here, so that Grafana puts its own sub-path before it. */
function drillLink() {
  return {
    title: t('map.open-service', 'Strata/Open service'),
    url: `${prefixRoute(ROUTES.service)}/\${__data.fields.path:raw}`,
  };
}

function subtitle({ namespace }: GraphNode, incident: Incident | undefined): string {
  const parts = [namespace, incident && `${incident.severity} #${incident.number}`];
  return parts.filter(Boolean).join(' · ');
}

function secondStat({ latency, errors }: GraphNode): string {
  return (
    latencyText(latency) ||
    (errors === undefined
      ? ''
      : t('map.failing', '{{share}} failing', { share: errorText(errors), interpolation: { escapeValue: false } }))
  );
}

function incidentText(incident: Incident | undefined): string {
  return incident ? `#${incident.number} ${incident.severity} ${incident.title}` : '–';
}

/** The ring: the severity of an open incident, else which share fails. Sections of a node add up to 1. */
function arcs(nodes: GraphNode[], open: Array<Incident | undefined>) {
  const arc = (name: string, displayName: string, color: string, values: number[]) => ({
    name: `arc__${name}`,
    type: FieldType.number,
    values,
    config: { displayName, color: { mode: FieldColorModeId.Fixed, fixedColor: color } },
  });
  const share = (at: number) => nodes[at]?.errors ?? 0;
  return [
    arc(
      'success',
      t('map.arc.ok', 'Succeeds'),
      COLORS.ok,
      open.map((incident, at) => (incident ? 0 : 1 - share(at)))
    ),
    arc(
      'errors',
      t('map.arc.errors', 'Fails'),
      COLORS.errors,
      open.map((incident, at) => (incident ? 0 : share(at)))
    ),
    ...SEVERITIES.map((severity) =>
      arc(
        severity.toLowerCase(),
        t('map.arc.incident', 'Open incident {{severity}}', { severity }),
        COLORS[severity],
        open.map((incident) => Number(incident?.severity === severity))
      )
    ),
  ];
}

const FAILING = 0.01;

function edgesFrame({ edges }: ServiceGraph, unit: RateUnit): DataFrame {
  // A service that calls itself is in the table; a line from a node to itself cannot be seen.
  const drawn = edges.filter(({ from, to }) => from !== to);
  const busiest = Math.max(...drawn.map(({ rate }) => rate ?? 0), 0);
  const strings = (name: string, values: string[], displayName?: string) => ({
    name,
    type: FieldType.string,
    values,
    config: displayName ? { displayName } : {},
  });
  return toDataFrame({
    name: 'edges',
    meta: { preferredVisualisationType: 'nodeGraph' },
    fields: [
      strings(
        'id',
        drawn.map(({ id }) => id)
      ),
      strings(
        'source',
        drawn.map(({ from }) => from)
      ),
      strings(
        'target',
        drawn.map(({ to }) => to)
      ),
      strings(
        'mainstat',
        drawn.map(({ rate }) => rateText(rate, unit)),
        t('map.column.rate', 'Rate')
      ),
      strings(
        'secondarystat',
        drawn.map(({ latency }) => latencyText(latency)),
        t('map.column.latency', 'Latency (p99)')
      ),
      strings(
        'detail__errors',
        drawn.map(({ errors }) => errorText(errors) || '–'),
        t('map.column.errors', 'Errors')
      ),
      { name: 'thickness', type: FieldType.number, values: drawn.map(({ rate }) => thickness(rate, busiest)) },
      {
        name: 'color',
        type: FieldType.string,
        values: drawn.map(({ errors = 0 }) => (errors >= FAILING ? COLORS.errors : '')),
      },
      // Dashes say the same as the colour.
      {
        name: 'strokeDasharray',
        type: FieldType.string,
        values: drawn.map(({ errors = 0 }) => (errors >= FAILING ? '6 3' : '')),
      },
    ],
  });
}

const MAX_THICKNESS = 6;

/** Line width in pixels; rates differ by orders of magnitude, so it grows with the root. */
function thickness(rate: number | undefined, busiest: number): number {
  return rate && busiest > 0 ? Math.max(1, Math.round(Math.sqrt(rate / busiest) * MAX_THICKNESS)) : 1;
}
