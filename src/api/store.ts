import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request } from './client';
import { keys } from './queryKeys';
import { type Backup, type BackupList, type Retention, type RetentionKind } from './types';

/** How long each kind of record is kept, and how many are old by now. */
export function useRetention() {
  return useQuery<Retention, ApiError, RetentionKind[]>({
    queryKey: keys.retention,
    queryFn: () => request<Retention>('GET', '/retention'),
    select: ({ kinds }) => kinds,
  });
}

/** Copies of the SQLite file, newest first; none with PostgreSQL. */
export function useBackups() {
  return useQuery<BackupList, ApiError>({
    queryKey: keys.backups,
    queryFn: () => request<BackupList>('GET', '/backup'),
  });
}

/** Copies the SQLite file now; the answer comes when the copy is whole. */
export function useMakeBackup() {
  const client = useQueryClient();
  return useMutation<Backup, ApiError>({
    mutationFn: () => request<Backup>('POST', '/backup'),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.backups }),
  });
}
