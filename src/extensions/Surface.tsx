import React, { type PropsWithChildren, useState } from 'react';
import { QueryClientProvider } from '@tanstack/react-query';

import { LiveProvider } from '../api/live';
import { createQueryClient } from '../api/queryClient';

/** What the app's pages have around them, for a part of Strata in somebody else's page. Grafana brings the error boundary. */
export function Surface({ children }: PropsWithChildren) {
  const [client] = useState(createQueryClient);
  return (
    <QueryClientProvider client={client}>
      <LiveProvider>{children}</LiveProvider>
    </QueryClientProvider>
  );
}
