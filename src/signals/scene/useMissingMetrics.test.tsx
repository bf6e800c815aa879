import React, { type PropsWithChildren } from 'react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderHook, waitFor } from '@testing-library/react';

import { aSample, fakePrometheus } from '../../test/dataSources';
import { useMissingMetrics } from './useMissingMetrics';

function check() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const wrapper = ({ children }: PropsWithChildren) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  const { result } = renderHook(() => useMissingMetrics('prom', ['up', 'gone']), { wrapper });
  const settled = () => waitFor(() => expect(client.getQueryCache().getAll()[0]?.state.status).not.toBe('pending'));
  return { result, settled };
}

describe('useMissingMetrics', () => {
  it('names those that the data source does not have', async () => {
    fakePrometheus({ uid: 'prom', name: 'Prom', answer: () => [aSample({ __name__: 'up' }, 1)] });
    const { result, settled } = check();

    await settled();

    expect(result.current).toEqual(['gone']);
  });

  it.each([{ cancelled: 'Request was aborted' }, { down: 'connection refused' }])(
    'does not take a check that failed (%o) for missing metrics',
    async (failure) => {
      const requests = fakePrometheus({ uid: 'prom', name: 'Prom', ...failure });
      const { result, settled } = check();

      await settled();

      expect(requests).toHaveLength(1);
      expect(result.current).toBeUndefined();
    }
  );
});
