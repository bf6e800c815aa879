import { getDataSourceSrv } from '@grafana/runtime';

import { type Signal } from '../../api/types';
import { drawFlows } from '../flows/draw';
import { chooseTraceTarget, linkLogs } from '../logs';
import { type ProviderQueries } from '../providers/types';
import { type Draw } from './signalData';

/** What the panel of a signal makes of its frames; undefined: nothing. */
export function drawOf(
  signal: Signal,
  { visualisation = signal.visualisation, origins }: ProviderQueries
): Draw | undefined {
  if (visualisation === 'logs') {
    return (frames) => linkLogs(frames, chooseTraceTarget(getDataSourceSrv().getList(), originOf(origins)));
  }
  return visualisation === 'nodegraph' ? (frames) => drawFlows(frames, origins) : undefined;
}

/** Lines come from one data source. */
function originOf(origins: ProviderQueries['origins']): string | undefined {
  return Object.values(origins)[0]?.uid;
}
