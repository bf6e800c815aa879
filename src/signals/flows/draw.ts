import { type DataFrame } from '@grafana/data';

import { type Origin } from '../providers/types';
import { knownAddresses, readByAddress } from './addresses';
import { type Flow, joinFlows, readByLabels, samplesOf } from './flows';
import { graphFrames } from './frames';
import { serviceGraph } from './graph';
import { flowsOfTable } from './nodesAndEdges';
import { MAP_EDGES } from './plan';
import { FLOW_SOURCES, type FlowSource } from './sources';

/** Nodes and edges of the answer to the catalog's own query, for its panel: rates only, without incidents. */
export function drawFlows(frames: DataFrame[], origins: Record<string, Origin>): DataFrame[] {
  const flows = frames.flatMap((frame) => flowsOf(frame, sourceOf(frame, origins)));
  const unit = frames.map((frame) => sourceOf(frame, origins)?.unit).find((one) => one !== undefined);
  return graphFrames(serviceGraph(flows, MAP_EDGES), { unit: unit ?? 'Bps', incidents: [] });
}

function sourceOf({ refId = '' }: DataFrame, origins: Record<string, Origin>): FlowSource | undefined {
  return FLOW_SOURCES.find(({ id }) => id === origins[refId]?.source);
}

function flowsOf(frame: DataFrame, source: FlowSource | undefined): Flow[] {
  if (!source) {
    return flowsOfTable([frame]);
  }
  const { ends } = source;
  const read = ends === 'addresses' ? readByAddress(knownAddresses([], [])) : readByLabels(ends.source, ends.target);
  return joinFlows({ rate: samplesOf([frame]) }, read);
}
