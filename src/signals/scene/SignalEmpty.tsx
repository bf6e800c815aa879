import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { type SceneObject } from '@grafana/scenes';
import { Icon, PanelChrome, Stack, Text, useStyles2 } from '@grafana/ui';

import { type Signal } from '../../api/types';
import { neededMetrics } from '../queries';
import { dataSourceOf } from './dataSourceOf';
import { useMissingMetrics } from './useMissingMetrics';

interface Props {
  model: SceneObject;
  signal: Signal;
}

/** Not a bare "No data": which metrics are missing, or that the filters leave nothing, as far as that is known. */
export function SignalEmpty({ model, signal }: Props) {
  const styles = useStyles2(getStyles);
  const needs = neededMetrics([signal]);
  const missing = useMissingMetrics(dataSourceOf(model)?.uid, needs);
  const filtered = missing?.length === 0;
  return (
    <PanelChrome title={signal.title} description={signal.why}>
      <div className={styles.body}>
        <Stack direction="column" gap={1} alignItems="flex-start">
          <Text element="p" weight="medium">
            <Icon name={filtered ? 'filter' : 'info-circle'} aria-hidden /> {reason(missing)}
          </Text>
          <ul>
            {(filtered ? needs : (missing ?? needs)).map((name) => (
              <li key={name}>
                <code>{name}</code>
              </li>
            ))}
          </ul>
          {!filtered && <Requirements signal={signal} />}
        </Stack>
      </div>
    </PanelChrome>
  );
}

function reason(missing: string[] | undefined): string {
  if (missing === undefined) {
    return t('signal-empty.unknown', 'No data in this time range. These metrics are needed');
  }
  return missing.length === 0
    ? t('signal-empty.filtered', 'Nothing matches these filters in this time range')
    : t('signal-empty.missing', 'No data: this data source does not have these metrics now');
}

function Requirements({ signal }: { signal: Signal }) {
  const { requirements: styles } = useStyles2(getStyles);
  const providers = signal.providers.prometheus ?? [];
  const exporters = [...new Set(providers.map((provider) => provider.source))].join(', ');
  const texts = [...new Set(providers.map((provider) => provider.requires))].filter((text) => text !== undefined);
  return (
    <div className={styles}>
      <p>{t('signal-empty.exporter', 'They come from: {{exporters}}.', { exporters })}</p>
      <p>{t('signal-empty.only-then', 'Some metrics exist only while there is something to report.')}</p>
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  body: css({
    height: '100%',
    padding: theme.spacing(1),
    overflow: 'auto',
    overflowWrap: 'anywhere',
    ul: { paddingLeft: theme.spacing(3) },
  }),
  requirements: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
