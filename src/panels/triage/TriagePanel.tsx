import React, { useMemo, useState } from 'react';
import { type PanelProps } from '@grafana/data';
import { QueryClientProvider } from '@tanstack/react-query';

import { LiveProvider } from '../../api/live';
import { createQueryClient } from '../../api/queryClient';
import { AlertBoard } from './AlertBoard';
import { IncidentBoard } from './IncidentBoard';
import { inputOf } from './input';
import { type TriageOptions } from './types';

/** The board as a panel: Strata's open incidents, or what a query finds, or both on one board. */
export function TriagePanel(props: PanelProps<TriageOptions>) {
  const [client] = useState(createQueryClient);
  const { data, options } = props;
  const input = useMemo(() => inputOf(data, options.input), [data, options.input]);
  return (
    <QueryClientProvider client={client}>
      {input.incidents ? (
        <LiveProvider>
          <IncidentBoard panel={props} input={input} />
        </LiveProvider>
      ) : (
        <AlertBoard panel={props} input={input} />
      )}
    </QueryClientProvider>
  );
}
