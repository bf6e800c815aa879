import { useMemo } from 'react';
import { type PanelProps } from '@grafana/data';

import { type BoardItem, compareItems, matches } from '../../board/item';
import { alertsOf, type ReadAlerts } from './alerts';
import { type Input } from './input';
import { sourcesOf } from './sources';
import { type TriageOptions } from './types';

const NONE: never[] = [];

export type Panel = PanelProps<TriageOptions>;

/** What other data sources answered, as items. */
export function useAlerts({ options: { fields }, fieldConfig, data }: Panel, { frames }: Input): ReadAlerts {
  const intervalMs = data.request?.intervalMs;
  return useMemo(
    () => alertsOf(sourcesOf(frames, intervalMs), fields, fieldConfig),
    [frames, intervalMs, fields, fieldConfig]
  );
}

/** Those that the options let through, in the board's order. */
export function useShown(items: BoardItem[], { options, replaceVariables }: Panel): BoardItem[] {
  const { severity = NONE, layer = NONE, unacknowledged } = options;
  const words = replaceVariables(options.words);
  const service = replaceVariables(options.service, undefined, 'csv');
  return useMemo(() => {
    const names = service
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean);
    const filters = { severity, layer, unacknowledged, q: words, service: '' };
    const ofServices = (item: BoardItem) => names.length === 0 || item.services.some((one) => names.includes(one));
    return items.filter((item) => ofServices(item) && matches(item, filters)).sort(compareItems);
  }, [items, severity, layer, unacknowledged, words, service]);
}
