import { useCallback, useSyncExternalStore } from 'react';
import { type Query, type QueryClient } from '@tanstack/react-query';

import { ApiError } from './ApiError';
import { keys } from './queryKeys';

/** Whether the newest try of anything on screen that comes from the records failed. */
export function useRecordsFailing(client: QueryClient): boolean {
  const cache = client.getQueryCache();
  const subscribe = useCallback((onChange: () => void) => cache.subscribe(onChange), [cache]);
  const snapshot = useCallback(() => cache.findAll({ type: 'active' }).some(isFailingRecord), [cache]);
  return useSyncExternalStore(subscribe, snapshot);
}

function isFailingRecord({ queryKey, state }: Query): boolean {
  const isRecord = queryKey[0] === keys.incidents[0] || queryKey[0] === keys.overview[0];
  return isRecord && isFailing(state);
}

/** A query without data forgets its error when it tries again, but not when the error was. */
function isFailing({ status, error, fetchFailureCount, dataUpdatedAt, errorUpdatedAt }: Query['state']): boolean {
  const failed = status === 'error' || fetchFailureCount > 0 || errorUpdatedAt > dataUpdatedAt;
  return failed && !isAnswer(error);
}

/** That there is no such incident is what the records say. */
function isAnswer(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'not_found';
}
