import React from 'react';
import { t } from '@grafana/i18n';
import { Badge, type BadgeColor, Stack, Text } from '@grafana/ui';

import { type RunbookImport } from '../../api/runbooks';

type Outcome = RunbookImport['runbooks'][number]['outcome'];

const COLORS: Record<Outcome, BadgeColor> = {
  created: 'green',
  changed: 'blue',
  unchanged: 'darkgrey',
  refused: 'red',
};

/** What an import does with each runbook; those that stay as they are only as a number. */
export function ImportResult({ result: { runbooks } }: { result: RunbookImport }) {
  const unchanged = runbooks.filter(({ outcome }) => outcome === 'unchanged').length;
  return (
    <Stack direction="column" gap={0.5}>
      {runbooks
        .filter(({ outcome }) => outcome !== 'unchanged')
        .map(({ id, outcome, problems }) => (
          <Stack key={id} gap={1} wrap="wrap" alignItems="baseline">
            <Badge color={COLORS[outcome]} text={outcomeName(outcome)} />
            <span>{id}</span>
            {problems.map(({ line, message }) => (
              <Text key={`${line}/${message}`} color="error">
                {t('runbook.problem', 'Line {{line}}: {{message}}', {
                  line,
                  message,
                  interpolation: { escapeValue: false },
                })}
              </Text>
            ))}
          </Stack>
        ))}
      <Text color="secondary">
        {t('runbooks.import.unchanged', '{{count}} runbooks stay as they are.', {
          count: unchanged,
          defaultValue_one: '{{count}} runbook stays as it is.',
        })}
      </Text>
    </Stack>
  );
}

function outcomeName(outcome: Outcome): string {
  switch (outcome) {
    case 'created':
      return t('runbooks.import.created', 'New');
    case 'changed':
      return t('runbooks.import.changed', 'Changed');
    case 'unchanged':
      return t('runbooks.import.same', 'Unchanged');
    case 'refused':
      return t('runbooks.import.refused', 'Refused');
  }
}
