import React from 'react';
import { t } from '@grafana/i18n';
import { Button, Text } from '@grafana/ui';

import { type Signal } from '../../api/types';
import { LIMITS } from '../limits';
import { type ProviderQueries } from '../providers/types';
import { PanelMessage } from './PanelMessage';
import { sourceNames } from './sourceNames';

interface Props {
  signal: Signal;
  queries: ProviderQueries;
  onRetry: () => void;
}

/** Nobody waits any more: the time was up, or somebody cancelled. That is no statement about the data. */
export function SignalStopped({ signal, queries, onRetry }: Props) {
  return (
    <PanelMessage signal={signal} icon="clock-nine" title={t('signal-stopped.title', 'Stopped before an answer came')}>
      <Text element="p" color="secondary">
        {t(
          'signal-stopped.text',
          'Asked: {{sources}}. A panel waits {{seconds}} s at most; a shorter time range may help.',
          {
            sources: sourceNames(queries.origins).join(', '),
            seconds: LIMITS.panelTimeoutMs / 1000,
            interpolation: { escapeValue: false },
          }
        )}
      </Text>
      <Button size="sm" variant="secondary" icon="sync" onClick={onRetry}>
        {t('signal-stopped.retry', 'Retry')}
      </Button>
    </PanelMessage>
  );
}
