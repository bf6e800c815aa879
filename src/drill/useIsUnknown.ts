import { type Thing } from '../signals/things';
import { type ThingAlerts } from './useThingAlerts';
import { useServiceNames } from './useServiceNames';
import { type TopologyState } from './useTopology';
import { type View } from './view';

/** Whether nothing at all knows this name. As long as that is not certain, it is not. */
export function useIsUnknown(thing: Thing, view: View, related: TopologyState, alerts: ThingAlerts): boolean {
  const services = useServiceNames(thing.kind === 'service', view);
  const { topology } = related;
  if (!topology || alerts.pending || alerts.firing.length > 0) {
    return false;
  }
  switch (thing.kind) {
    case 'service':
      return topology.pods.length === 0 && services !== undefined && !services.includes(thing.name);
    case 'node':
      return topology.pods.length === 0 && topology.nodes.length === 0;
    case 'pod':
      return topology.pods.length === 0;
  }
}
