import React from 'react';
import { t } from '@grafana/i18n';
import { Text } from '@grafana/ui';

import { type Signal } from '../../api/types';
import { type ProviderQueries } from '../providers/types';
import { PanelMessage } from './PanelMessage';
import { sourceNames } from './sourceNames';

interface Props {
  signal: Signal;
  queries: ProviderQueries;
  /** Somebody limited the page to some clusters, namespaces or services. */
  filtered: boolean;
  /** Why what was answered cannot be drawn. */
  reasons: string[];
}

/** Not a bare "No data": who was asked, and that everything that is needed is there. */
export function SignalEmpty({ signal, queries, filtered, reasons }: Props) {
  return (
    <PanelMessage
      signal={signal}
      icon={filtered ? 'filter' : 'minus-circle'}
      title={
        filtered
          ? t('signal-empty.filtered', 'Nothing matches these filters in this time range')
          : t('signal-empty.nothing', 'Nothing in this time range')
      }
    >
      <Text element="p" color="secondary">
        {t('signal-empty.asked', 'Asked: {{sources}}.', {
          sources: sourceNames(queries.origins).join(', '),
          interpolation: { escapeValue: false },
        })}
      </Text>
      {reasons.map((reason) => (
        <Text key={reason} element="p" color="secondary">
          {reason}
        </Text>
      ))}
      {reasons.length === 0 && (
        <Text element="p" color="secondary">
          {t(
            'signal-empty.only-then',
            'What it needs is there; some series exist only while there is something to report.'
          )}
        </Text>
      )}
    </PanelMessage>
  );
}
