import { type LiveChannelConnectionState, type LiveChannelEvent, LiveChannelEventType } from '@grafana/data';
import { type GrafanaLiveSrv, setGrafanaLiveSrv } from '@grafana/runtime';
import { ReplaySubject } from 'rxjs';

/** Replaces Grafana Live by a channel that the test speaks on. */
export function fakeLive() {
  const events = new ReplaySubject<LiveChannelEvent>(1);
  const service: Pick<GrafanaLiveSrv, 'getStream'> = { getStream: () => events.asObservable() };
  setGrafanaLiveSrv(service as GrafanaLiveSrv);
  return {
    state: (state: LiveChannelConnectionState) =>
      events.next({ type: LiveChannelEventType.Status, id: 'strata', timestamp: 0, state }),
    change: () => events.next({ type: LiveChannelEventType.Message, message: {} }),
  };
}
