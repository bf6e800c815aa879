import { useMutation } from '@tanstack/react-query';

import { type ApiError } from './ApiError';
import { request } from './client';
import { type ConfigCheck, type ConfigExport, type ConfigProblem } from './types';

/** The configuration as it is, as a provisioning file without secrets. Asked for when somebody wants it. */
export function useExportConfig() {
  return useMutation<ConfigExport, ApiError>({ mutationFn: () => request<ConfigExport>('GET', '/config/export') });
}

/** What is wrong in a provisioning file; nothing is stored. */
export function useCheckConfig() {
  return useMutation<ConfigProblem[], ApiError, string>({
    mutationFn: async (file) => (await request<ConfigCheck>('POST', '/config/check', { body: { file } })).problems,
  });
}
