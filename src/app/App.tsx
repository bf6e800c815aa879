import React, { useState } from 'react';
import { QueryClientProvider } from '@tanstack/react-query';

import { LiveProvider } from '../api/live';
import { createQueryClient } from '../api/queryClient';
import { AppRoutes } from './AppRoutes';
import { ErrorBoundary } from './ErrorBoundary';

export function App() {
  const [client] = useState(createQueryClient);
  return (
    <ErrorBoundary retry="reload">
      <QueryClientProvider client={client}>
        <LiveProvider>
          <AppRoutes />
        </LiveProvider>
      </QueryClientProvider>
    </ErrorBoundary>
  );
}
