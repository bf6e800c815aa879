import React from 'react';
import { t } from '@grafana/i18n';
import { Button, LinkButton, Stack } from '@grafana/ui';

import { navUrl, ROUTES } from '../app/nav';
import { type Thing } from '../signals/things';
import { EmptyState } from '../ui/EmptyState';

/** Nothing knows the name: what may be wrong, and the ways out. */
export function Unknown({ thing, onAnyway }: { thing: Thing; onAnyway: () => void }) {
  return (
    <EmptyState
      icon="search-minus"
      title={title(thing)}
      action={
        <Stack gap={1} wrap="wrap" justifyContent="center">
          <LinkButton href={navUrl(ROUTES[thing.kind])} icon="list-ul">
            {t('drill.unknown.choose', 'Choose from a list')}
          </LinkButton>
          <Button variant="secondary" onClick={onAnyway}>
            {t('drill.unknown.anyway', 'Show its panels anyway')}
          </Button>
        </Stack>
      }
    >
      {t(
        'drill.unknown.why',
        'No pod, node, metric or open alert of the chosen data sources has this name. It may be misspelled, be named differently there, be in another cluster, or have ended before this time range.'
      )}
    </EmptyState>
  );
}

function title(thing: Thing): string {
  const names = { name: thing.name, interpolation: { escapeValue: false } };
  switch (thing.kind) {
    case 'service':
      return t('drill.unknown.service', 'No service "{{name}}" is known', names);
    case 'node':
      return t('drill.unknown.node', 'No node "{{name}}" is known', names);
    case 'pod':
      return t('drill.unknown.pod', 'No pod "{{name}}" is known', names);
  }
}
