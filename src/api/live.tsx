import React, { createContext, type PropsWithChildren, useContext, useEffect, useMemo, useState } from 'react';
import {
  isLiveChannelMessageEvent,
  isLiveChannelStatusEvent,
  LiveChannelConnectionState,
  type LiveChannelEvent,
  parseLiveChannelAddress,
} from '@grafana/data';
import { getGrafanaLiveSrv } from '@grafana/runtime';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { asyncScheduler, Subject, throttleTime } from 'rxjs';

import { PLUGIN_ID } from '../constants';
import { keys } from './queryKeys';
import { useRecordsFailing } from './recordsFailing';

/** Of the channel. `off`: this Grafana has no Live, so the pages only poll. */
type ChannelState = 'connecting' | 'live' | 'reconnecting' | 'off';

/** `failing`: what is on screen could not be asked again, whatever the channel says. */
export type LiveState = ChannelState | 'failing';

const POLL_MS = 30_000;
const POLL_WITHOUT_LIVE_MS = 10_000;
/** A storm of alerts must not become a storm of requests. */
const REFETCH_EVERY_MS = 1_000;

const CHANNEL = `plugin/${PLUGIN_ID}/incidents`;

const LiveContext = createContext<LiveState>('off');

export function useLiveState(): LiveState {
  return useContext(LiveContext);
}

/** Milliseconds between two polls: what is pushed is polled less often. */
export function usePollInterval(): number {
  return useLiveState() === 'live' ? POLL_MS : POLL_WITHOUT_LIVE_MS;
}

export function LiveProvider({ children }: PropsWithChildren) {
  const client = useQueryClient();
  const failing = useRecordsFailing(client);
  const [state, setState] = useState<ChannelState>('connecting');
  const changes = useMemo(() => new Subject<void>(), []);

  useEffect(() => {
    const refetching = changes
      .pipe(throttleTime(REFETCH_EVERY_MS, asyncScheduler, { leading: true, trailing: true }))
      .subscribe(() => refetchIncidents(client));
    const unsubscribe = listen(setState, () => changes.next());
    return () => {
      unsubscribe();
      refetching.unsubscribe();
    };
  }, [changes, client]);

  return <LiveContext.Provider value={failing ? 'failing' : state}>{children}</LiveContext.Provider>;
}

/** The message is only a hint; what it is about is asked from the API, which is the truth. */
function refetchIncidents(client: QueryClient) {
  void client.invalidateQueries({ queryKey: keys.incidents });
  void client.invalidateQueries({ queryKey: keys.overview });
}

function listen(onState: (state: ChannelState) => void, onChange: () => void): () => void {
  const live = getGrafanaLiveSrv();
  // Parsed by the host: the parts of an address have other names in Grafana 12.4 than in 13.
  const address = parseLiveChannelAddress(CHANNEL);
  if (!live || !address) {
    onState('off');
    return () => undefined;
  }
  let wasConnected = false;
  const onEvent = (event: LiveChannelEvent) => {
    if (isLiveChannelMessageEvent(event)) {
      onChange();
    } else if (isLiveChannelStatusEvent(event)) {
      const connected = event.state === LiveChannelConnectionState.Connected;
      // Whatever happened during the gap was not pushed.
      if (connected && wasConnected) {
        onChange();
      }
      wasConnected = wasConnected || connected;
      onState(toLiveState(event.state, wasConnected));
    }
  };
  const subscription = live.getStream(address).subscribe({
    next: onEvent,
    error: () => onState('off'),
    complete: () => onState('off'),
  });
  return () => subscription.unsubscribe();
}

function toLiveState(state: LiveChannelConnectionState, wasConnected: boolean): ChannelState {
  switch (state) {
    case LiveChannelConnectionState.Connected:
      return 'live';
    case LiveChannelConnectionState.Shutdown:
    case LiveChannelConnectionState.Invalid:
      return 'off';
    default:
      return wasConnected ? 'reconnecting' : 'connecting';
  }
}
