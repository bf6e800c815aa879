import {
  type DataFrameJSON,
  type DataQueryResponse,
  type LiveChannelAddress,
  type LiveChannelEvent,
  LiveChannelConnectionState,
  LiveChannelEventType,
  LoadingState,
  StreamingDataFrame,
} from '@grafana/data';
import { type GrafanaLiveSrv, type LiveDataStreamOptions } from '@grafana/runtime';
import { BehaviorSubject, Observable, Subject, filter, map } from 'rxjs';
import { withSubPath } from '../boot';

interface HostEvent {
  type: 'subscribed' | 'message' | 'error';
  channel: string;
  data?: unknown;
  message?: string;
  final?: boolean;
}

const firstPauseMs = 250;
const longestPauseMs = 10_000;

function channelOf(address: LiveChannelAddress) {
  const { scope, stream, namespace, path } = address;
  return `${scope}/${stream ?? namespace}/${path}`;
}

/** One WebSocket for all channels of this page; it comes back by itself, with growing pauses. */
class Socket {
  readonly connected = new BehaviorSubject(false);
  readonly events = new Subject<HostEvent>();
  private ws?: WebSocket;
  private pause = firstPauseMs;
  private wanted = new Map<string, number>();
  /** Channels that the host has confirmed on this connection. */
  readonly active = new Set<string>();

  private open() {
    const url = new URL(withSubPath('/api/live/ws'), window.location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    const ws = new WebSocket(url);
    this.ws = ws;
    ws.onopen = () => {
      this.pause = firstPauseMs;
      this.connected.next(true);
      for (const channel of this.wanted.keys()) {
        this.send({ op: 'subscribe', channel });
      }
    };
    ws.onmessage = (message) => this.receive(JSON.parse(String(message.data)));
    ws.onclose = () => this.closed(ws);
  }

  private closed(ws: WebSocket) {
    if (this.ws !== ws) {
      return;
    }
    this.ws = undefined;
    this.active.clear();
    this.connected.next(false);
    if (this.wanted.size) {
      setTimeout(() => !this.ws && this.wanted.size && this.open(), this.nextPause());
    }
  }

  private nextPause() {
    const pause = this.pause;
    this.pause = Math.min(pause * 2, longestPauseMs);
    return pause * (0.75 + Math.random() / 2);
  }

  private receive(event: HostEvent) {
    if (event.type === 'subscribed') {
      this.active.add(event.channel);
      this.pause = firstPauseMs;
    } else if (event.type === 'error') {
      this.active.delete(event.channel);
    }
    this.events.next(event);
    if (event.type === 'error' && !event.final && this.wanted.has(event.channel)) {
      setTimeout(
        () => this.wanted.has(event.channel) && this.send({ op: 'subscribe', channel: event.channel }),
        this.nextPause()
      );
    }
  }

  private send(command: object) {
    if (this.ws?.readyState === WebSocket.OPEN) {
      this.ws.send(JSON.stringify(command));
      return true;
    }
    return false;
  }

  join(channel: string) {
    const users = this.wanted.get(channel) ?? 0;
    this.wanted.set(channel, users + 1);
    if (!this.ws) {
      this.open();
    } else if (!users) {
      this.send({ op: 'subscribe', channel });
    }
  }

  leave(channel: string) {
    const users = (this.wanted.get(channel) ?? 1) - 1;
    if (users > 0) {
      this.wanted.set(channel, users);
      return;
    }
    this.wanted.delete(channel);
    this.active.delete(channel);
    this.send({ op: 'unsubscribe', channel });
  }

  publish(channel: string, data: unknown) {
    return this.send({ op: 'publish', channel, data });
  }
}

const socket = new Socket();

function status(id: string, state: LiveChannelConnectionState, extra: object = {}): LiveChannelEvent<never> {
  return { type: LiveChannelEventType.Status, id, timestamp: Date.now(), state, ...extra };
}

function getStream<T>(address: LiveChannelAddress): Observable<LiveChannelEvent<T>> {
  const id = channelOf(address);
  return new Observable((subscriber) => {
    const { Connected, Pending } = LiveChannelConnectionState;
    subscriber.next(status(id, socket.active.has(id) ? Connected : Pending));
    const events = socket.events.pipe(filter((e) => e.channel === id)).subscribe((event) => {
      if (event.type === 'message') {
        subscriber.next({ type: LiveChannelEventType.Message, message: event.data as T });
      } else if (event.type === 'subscribed') {
        subscriber.next(status(id, LiveChannelConnectionState.Connected, { message: event.data }));
      } else {
        const state = event.final ? LiveChannelConnectionState.Invalid : LiveChannelConnectionState.Disconnected;
        subscriber.next(status(id, state, { error: event.message }));
      }
    });
    const drops = socket.connected.pipe(filter((up) => !up)).subscribe(() => {
      subscriber.next(status(id, LiveChannelConnectionState.Disconnected));
    });
    socket.join(id);
    return () => {
      events.unsubscribe();
      drops.unsubscribe();
      socket.leave(id);
    };
  });
}

function getDataStream(options: LiveDataStreamOptions): Observable<DataQueryResponse> {
  const key = options.key ?? channelOf(options.addr);
  const frame = options.frame
    ? StreamingDataFrame.fromDataFrameJSON(options.frame, options.buffer)
    : StreamingDataFrame.empty(options.buffer);
  return getStream<DataFrameJSON>(options.addr).pipe(
    map((event) => {
      if (event.type === LiveChannelEventType.Message) {
        frame.push(event.message);
      }
      return { key, state: LoadingState.Streaming, data: [frame] };
    })
  );
}

export const liveSrv: GrafanaLiveSrv = {
  getConnectionState: () => socket.connected.asObservable(),
  getStream,
  getDataStream,
  getPresence: () => Promise.reject(new Error('The devhost has no presence')),
  publish: (address, data) =>
    socket.publish(channelOf(address), data)
      ? Promise.resolve(undefined)
      : Promise.reject(new Error('Live is not connected')),
};
