import React from 'react';
import { type DataQueryError } from '@grafana/data';
import { t } from '@grafana/i18n';
import { sceneGraph, type SceneObject, SceneQueryRunner } from '@grafana/scenes';
import { Button, Stack, TextLink } from '@grafana/ui';

import { type Signal } from '../../api/types';
import { isAdmin } from '../../ui/user';
import { dataSourceSettingsPath } from '../dataSource';
import { type ProviderQueries } from '../providers/types';
import { PanelMessage } from './PanelMessage';

interface Props {
  model: SceneObject;
  signal: Signal;
  queries: ProviderQueries;
  errors: DataQueryError[];
}

/** The query failed: which data source, what it said, and the way to its settings. */
export function SignalFailed({ model, signal, queries, errors }: Props) {
  const [error] = errors;
  const [first] = Object.values(queries.origins);
  const origin = queries.origins[error?.refId ?? ''] ?? first;
  const name = origin?.name ?? t('signal-failed.unknown', 'unknown');
  return (
    <PanelMessage
      signal={signal}
      icon="exclamation-triangle"
      alert
      title={t('signal-failed.title', 'Data source {{name}} did not answer', {
        name,
        interpolation: { escapeValue: false },
      })}
    >
      <span>{error?.message ?? t('signal-failed.no-text', 'It gave no reason.')}</span>
      <Stack gap={2} alignItems="center" wrap="wrap">
        <Button size="sm" variant="secondary" icon="sync" onClick={() => runAgain(model)}>
          {t('signal-failed.retry', 'Retry')}
        </Button>
        {origin && isAdmin() && (
          <TextLink href={dataSourceSettingsPath(origin.uid)}>
            {t('signal-failed.settings', 'Data source settings')}
          </TextLink>
        )}
      </Stack>
    </PanelMessage>
  );
}

function runAgain(model: SceneObject) {
  const runner = sceneGraph.findObject(model, (object) => object instanceof SceneQueryRunner);
  if (runner instanceof SceneQueryRunner) {
    runner.runQueries();
  }
}
