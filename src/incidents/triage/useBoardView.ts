import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

import { LAYERS, SEVERITIES } from '../../api/types';
import { type BoardFilters } from '../../board/item';

export interface View extends BoardFilters {
  /** One dense list instead of lanes. */
  dense: boolean;
}

export function readView(params: URLSearchParams): View {
  return {
    severity: SEVERITIES.filter((one) => params.getAll('severity').includes(one)),
    layer: LAYERS.filter((one) => params.getAll('layer').includes(one)),
    service: params.get('service')?.trim() ?? '',
    q: params.get('q')?.trim() ?? '',
    unacknowledged: params.get('unacknowledged') === '1',
    dense: params.get('view') === 'dense',
  };
}

/** Writes the view over `params` and keeps what belongs to others, such as kiosk or orgId. */
export function writeView(params: URLSearchParams, view: View): URLSearchParams {
  const next = new URLSearchParams(params);
  const entries: Array<[string, string[]]> = [
    ['severity', view.severity],
    ['layer', view.layer],
    ['service', [view.service]],
    ['q', [view.q]],
    ['unacknowledged', view.unacknowledged ? ['1'] : []],
    ['view', view.dense ? ['dense'] : []],
  ];
  for (const [key, values] of entries) {
    next.delete(key);
    values.filter(Boolean).forEach((value) => next.append(key, value));
  }
  return next;
}

/** View and filters live in the URL, so that a link shows the same board. */
export function useBoardView(): [View, (change: Partial<View>) => void] {
  const [params, setParams] = useSearchParams();
  const view = useMemo(() => readView(params), [params]);
  const change = useCallback(
    (part: Partial<View>) =>
      setParams((current) => writeView(current, { ...readView(current), ...part }), { replace: true }),
    [setParams]
  );
  return [view, change];
}
