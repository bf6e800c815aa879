import React, { useMemo, useState } from 'react';
import { css } from '@emotion/css';
import { type DataSourceInstanceSettings, type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { DataSourcePicker } from '@grafana/runtime';
import {
  EmbeddedScene,
  SceneControlsSpacer,
  SceneFlexItem,
  SceneFlexLayout,
  SceneTimePicker,
  SceneTimeRange,
} from '@grafana/scenes';
import { Field, useStyles2 } from '@grafana/ui';
import { isEqual } from 'lodash';

import { type ProviderId, type Signal } from '../../api/types';
import { ADAPTERS } from '../../signals/providers';
import { listDataSources, providerOf } from '../../signals/providers/sources';
import { SignalView } from '../../signals/scene/SignalView';
import { EmptyState } from '../../ui/EmptyState';
import { FormSection } from './FormSection';

interface Props {
  /** The signal as it would be; absent while something is wrong with it. */
  signal?: Signal;
}

/** The panel as the layer page would draw it, asked from a data source of choice. */
export function Preview({ signal }: Props) {
  const steady = useSteady(signal);
  const [uid, setUid] = useState<string>();
  const canAsk = (settings: DataSourceInstanceSettings) => asksOf(steady, settings) !== undefined;
  const list = listDataSources().filter(canAsk);
  const chosen = list.find((one) => one.uid === uid) ?? list[0];
  return (
    <FormSection title={t('signal-form.preview', 'Preview')}>
      {!steady && (
        <EmptyState
          icon="eye-slash"
          title={t('signal-form.no-preview', 'The panel is drawn here when nothing is missing')}
        />
      )}
      {steady && !chosen && (
        <EmptyState icon="database" title={t('signal-form.no-source', 'No data source can answer its queries')} />
      )}
      {steady && chosen && (
        <>
          <Field label={t('signal-form.preview-source', 'Data source')} htmlFor="signal-preview-source" noMargin>
            <DataSourcePicker
              inputId="signal-preview-source"
              noDefault
              current={chosen.uid}
              filter={canAsk}
              onChange={(settings) => setUid(settings.uid)}
            />
          </Field>
          <Panel key={chosen.uid} signal={steady} source={chosen} />
        </>
      )}
    </FormSection>
  );
}

/** The provider of a data source, where the signal has a query for it. */
function asksOf(signal: Signal | undefined, settings: DataSourceInstanceSettings): ProviderId | undefined {
  const provider = providerOf(settings);
  return provider && signal?.providers[provider] ? provider : undefined;
}

/** The same object as long as nothing in it changed: every answer of a check is a new one. */
function useSteady(signal: Signal | undefined): Signal | undefined {
  const [steady, setSteady] = useState(signal);
  if (signal !== steady && !isEqual(signal, steady)) {
    setSteady(signal);
    return signal;
  }
  return steady;
}

function Panel({ signal, source }: { signal: Signal; source: DataSourceInstanceSettings }) {
  const styles = useStyles2(getStyles);
  const scene = useMemo(() => previewScene(signal, source), [signal, source]);
  return <div className={styles}>{scene && <scene.Component model={scene} />}</div>;
}

function previewScene(signal: Signal, source: DataSourceInstanceSettings): EmbeddedScene | undefined {
  const provider = asksOf(signal, source);
  const { uid, name, type } = source;
  const queries = provider && ADAPTERS[provider].queries(signal, { targets: [{ uid, name, type }], scope: {} });
  return (
    queries &&
    new EmbeddedScene({
      $timeRange: new SceneTimeRange({ from: 'now-1h', to: 'now' }),
      controls: [new SceneControlsSpacer(), new SceneTimePicker({ isOnCanvas: true })],
      body: new SceneFlexLayout({
        // Nothing to open: the dialogs are about stored signals.
        children: [new SceneFlexItem({ body: new SignalView({ signal, queries, open: () => undefined }) })],
      }),
    })
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({ display: 'flex', height: 380, width: '100%', minWidth: 0, marginTop: theme.spacing(1) });
