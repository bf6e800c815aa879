import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { sceneGraph, type SceneObject, SceneQueryRunner } from '@grafana/scenes';
import { Button, Icon, PanelChrome, Stack, TextLink, useStyles2 } from '@grafana/ui';

import { isAdmin } from '../../ui/user';
import { dataSourceSettingsPath } from '../dataSource';
import { dataSourceOf } from './dataSourceOf';

interface Props {
  model: SceneObject;
  title: string;
  message?: string;
}

/** The query failed: which data source, what it said, and the way to its settings. */
export function SignalFailed({ model, title, message }: Props) {
  const styles = useStyles2(getStyles);
  const source = dataSourceOf(model);
  const name = source?.name ?? t('signal-failed.unknown', 'unknown');
  return (
    <PanelChrome title={title}>
      <div className={styles} role="alert">
        <Stack direction="column" gap={1} alignItems="flex-start">
          <strong>
            <Icon name="exclamation-triangle" aria-hidden />{' '}
            {t('signal-failed.title', 'Data source {{name}} did not answer', { name })}
          </strong>
          <span>{message ?? t('signal-failed.no-text', 'It gave no reason.')}</span>
          <Stack gap={2} alignItems="center" wrap="wrap">
            <Button size="sm" variant="secondary" icon="sync" onClick={() => runAgain(model)}>
              {t('signal-failed.retry', 'Retry')}
            </Button>
            {source && isAdmin() && (
              <TextLink href={dataSourceSettingsPath(source.uid)}>
                {t('signal-failed.settings', 'Data source settings')}
              </TextLink>
            )}
          </Stack>
        </Stack>
      </div>
    </PanelChrome>
  );
}

function runAgain(model: SceneObject) {
  const runner = sceneGraph.findObject(model, (object) => object instanceof SceneQueryRunner);
  if (runner instanceof SceneQueryRunner) {
    runner.runQueries();
  }
}

const getStyles = (theme: GrafanaTheme2) =>
  css({ height: '100%', padding: theme.spacing(1), overflow: 'auto', overflowWrap: 'anywhere' });
