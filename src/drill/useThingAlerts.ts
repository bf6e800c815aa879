import { useIncidentDetails, useIncidents } from '../api/incidents';
import { type AlertOccurrence, type Incident } from '../api/types';
import { type Thing } from '../signals/things';
import { isAbout } from './alertsAbout';
import { type Topology } from './topology';

/** The most severe open incidents that are looked into. */
const LOOKED_INTO = 20;

export interface ThingAlert extends AlertOccurrence {
  incident: number;
}

export interface ThingAlerts {
  /** Open incidents with a firing alert about the thing, the most severe first. */
  incidents: Incident[];
  firing: ThingAlert[];
  pending: boolean;
  /** Records could not be asked. */
  message?: string;
  /** There are more open incidents than were looked into. */
  more: boolean;
}

export function useThingAlerts(thing: Thing, topology: Topology | undefined): ThingAlerts {
  const service = thing.kind === 'service' ? thing.name : '';
  const list = useIncidents({ state: 'open', severity: [], layer: [], service, q: '' }, LOOKED_INTO);
  const open = list.data?.[0]?.incidents ?? [];
  const { details, pending } = useIncidentDetails(open.map(({ number }) => number));
  const own = details.map(({ incident, alerts }) => ({
    incident,
    firing: alerts.filter((alert) => alert.state === 'firing' && isAbout(alert, thing, topology)),
  }));
  const concerned = own.filter(({ firing }) => firing.length > 0);
  return {
    incidents: concerned.map(({ incident }) => incident),
    firing: concerned.flatMap(({ incident, firing }) =>
      firing.map((alert) => ({ ...alert, incident: incident.number }))
    ),
    pending: list.isPending || pending,
    message: list.error?.message,
    more: list.hasNextPage,
  };
}
