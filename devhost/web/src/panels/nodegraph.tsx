import React, { useMemo } from 'react';
import { type PanelProps, FieldColorModeId, PanelPlugin } from '@grafana/data';
import { NoData } from './NoData';
import { NodeGraphEdge } from './NodeGraphEdge';
import { NodeGraphNode } from './NodeGraphNode';
import { fieldOptions } from './fieldConfig';
import { graphOf } from './nodeGraphData';
import { layout } from './nodeGraphLayout';

/** Services and their calls, scaled to the panel; without zoom, search and the choice of a layout. */
function NodeGraphPanel({ data, fieldConfig, width, height }: PanelProps) {
  const { nodes, edges, place } = useMemo(() => {
    const graph = graphOf(data.series);
    return { ...graph, place: layout(graph.nodes.map(({ id }) => id), graph.edges) }; // prettier-ignore
  }, [data.series]);
  if (nodes.length === 0) {
    return <NoData fieldConfig={fieldConfig} />;
  }
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${place.width} ${place.height}`}
      role="group"
      aria-label={`Graph with ${nodes.length} nodes and ${edges.length} edges`}
    >
      {edges.map((edge) => {
        const [from, to] = [place.at.get(edge.source), place.at.get(edge.target)];
        return from && to && <NodeGraphEdge key={edge.id} edge={edge} from={from} to={to} />;
      })}
      {nodes.map((node) => {
        const at = place.at.get(node.id);
        return at && <NodeGraphNode key={node.id} node={node} at={at} />;
      })}
    </svg>
  );
}

export const nodeGraphPanel = () =>
  new PanelPlugin(NodeGraphPanel).useFieldConfig(fieldOptions(FieldColorModeId.PaletteClassic));
