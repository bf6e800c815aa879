import { useSyncExternalStore } from 'react';
import { store } from '@grafana/data';
import { config } from '@grafana/runtime';

import { type ProviderId } from '../../api/types';

/** The provider that somebody wants for a signal, whatever else could answer. */
export interface Pin {
  provider: ProviderId;
  /** The exporter, for Prometheus. */
  source?: string;
  /** The data source; absent: whichever of its type answers. */
  uid?: string;
}

/** By the id of the signal. */
export type Pins = Record<string, Pin>;

const listeners = new Set<() => void>();

/** Pins are a view of one person, so they stay in the browser. */
function key(): string {
  return `strata.pins.${config.bootData.user.orgId}.${config.bootData.user.id}`;
}

export function readPins(): Pins {
  return parse(store.get(key()));
}

let cached: { text: string | undefined; pins: Pins } = { text: undefined, pins: {} };

/** The same text gives the same object, so that React sees no change where there is none. */
function parse(text: string | undefined): Pins {
  if (text !== cached.text) {
    cached = { text, pins: parsed(text) };
  }
  return cached.pins;
}

function parsed(text: string | undefined): Pins {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Pins) : {};
  } catch {
    return {};
  }
}

/** Undefined takes the pin away. */
export function setPin(signalId: string, pin: Pin | undefined): void {
  const { [signalId]: _, ...others } = readPins();
  store.set(key(), JSON.stringify(pin ? { ...others, [signalId]: pin } : others));
  listeners.forEach((listener) => listener());
}

export function usePins(): Pins {
  return useSyncExternalStore(subscribe, readPins);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
