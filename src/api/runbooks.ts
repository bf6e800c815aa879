import { locationUtil } from '@grafana/data';
import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request, resourceUrl, upload } from './client';
import { keys } from './queryKeys';
import { type components } from './schema.gen';

type Schemas = components['schemas'];

export type Runbook = Schemas['Runbook'];
export type RunbookSummary = Schemas['RunbookSummary'];
export type RunbookList = Schemas['RunbookList'];
export type RunbookKind = Schemas['RunbookKind'];
export type RunbookSection = Schemas['RunbookSection'];
export type RunbookSectionKind = Schemas['RunbookSectionKind'];
export type RunbookStep = Schemas['RunbookStep'];
export type RunbookLink = Schemas['RunbookLink'];
export type RunbookCheck = Schemas['RunbookCheck'];
export type RunbookProblem = Schemas['RunbookProblem'];
export type RunbookVersion = Schemas['RunbookVersion'];
export type RunbookDiffLine = Schemas['RunbookDiffLine'];
export type RunbookImport = Schemas['RunbookImport'];
export type RunbookRemark = Schemas['RunbookRemark'];

/** The built-in text, where a version is asked for. */
export const BUILT_IN = 0;

const pathOf = (id: string) => `/runbooks/${encodeURIComponent(id)}`;

/** All runbooks with coverage and use, ordered by id. */
export function useRunbooks() {
  return useQuery<RunbookList, ApiError>({
    queryKey: keys.runbookList,
    queryFn: () => request<RunbookList>('GET', '/runbooks'),
  });
}

/** A runbook as it is in effect, or with the text of another version. */
export function useRunbook(id: string, version?: number) {
  return useQuery<Runbook, ApiError>({
    queryKey: keys.runbook(id, version),
    queryFn: () => request<Runbook>('GET', pathOf(id), { query: { version } }),
  });
}

/** The organisation's own versions, newest first. */
export function useRunbookVersions(id: string) {
  return useQuery<Schemas['RunbookVersionList'], ApiError, RunbookVersion[]>({
    queryKey: keys.runbookVersions(id),
    queryFn: () => request<Schemas['RunbookVersionList']>('GET', `${pathOf(id)}/versions`),
    select: ({ versions }) => versions,
  });
}

/** Two versions line by line. */
export function useRunbookDiff(id: string, from: number, to: number) {
  return useQuery<Schemas['RunbookDiff'], ApiError, RunbookDiffLine[]>({
    queryKey: keys.runbookDiff(id, from, to),
    queryFn: () => request<Schemas['RunbookDiff']>('GET', `${pathOf(id)}/diff`, { query: { from, to } }),
    select: ({ lines }) => lines,
    staleTime: Infinity,
  });
}

/** What is wrong with a text, and how it reads; nothing is stored. */
export function useRunbookCheck(text: string) {
  return useQuery<RunbookCheck, ApiError>({
    queryKey: keys.runbookCheck(text),
    queryFn: () => request<RunbookCheck>('POST', '/runbooks/check', { body: { text } }),
    enabled: text !== '',
    staleTime: Infinity,
    placeholderData: (previous) => previous,
  });
}

/** What people do with a runbook. Each needs the revision that they saw; an older one is refused with 409. */
export type RunbookChange =
  | { action: 'save'; text: string; comment: string }
  | { action: 'revert'; version: number }
  | { action: 'verify' }
  | { action: 'archive'; archived: boolean };

export function useChangeRunbook(id: string) {
  const client = useQueryClient();
  return useMutation<Runbook, ApiError, RunbookChange & { revision: number }>({
    mutationFn: ({ action, ...body }) =>
      action === 'save'
        ? request<Runbook>('PUT', pathOf(id), { body })
        : request<Runbook>('POST', `${pathOf(id)}/${action}`, { body }),
    onSuccess: (runbook) => {
      client.setQueryData(keys.runbook(id), runbook);
      return refresh(client);
    },
    onError: (error) => (error.status === 409 ? refresh(client) : undefined),
  });
}

export interface ImportFile {
  content: Blob;
  /** Of the runbook, when the content is one Markdown text; absent for a zip. */
  id?: string;
}

/** Stores runbooks from a file, or with `dryRun` says what would change. */
export function useImportRunbooks() {
  const client = useQueryClient();
  return useMutation<RunbookImport, ApiError, ImportFile & { dryRun: boolean }>({
    mutationFn: ({ content, id, dryRun }) =>
      upload<RunbookImport>('/runbooks/import', content, { id, dryRun: String(dryRun) }),
    onSuccess: ({ applied }) => (applied ? refresh(client) : undefined),
  });
}

/** Address of a zip of all runbooks, or only of those that are not built in. */
export function exportAddress(own: boolean): string {
  return locationUtil.assureBaseUrl(resourceUrl('/runbooks/export', { own: own ? 'true' : undefined }));
}

/** A runbook's text stands in lists, in matches of incidents, and in coverage. */
async function refresh(client: QueryClient) {
  await Promise.all([
    client.invalidateQueries({ queryKey: keys.runbooks }),
    client.invalidateQueries({ queryKey: keys.allIncidentRunbooks }),
  ]);
}
