import React, { useEffect } from 'react';
import { t } from '@grafana/i18n';
import {
  type SceneComponentProps,
  SceneObjectBase,
  type SceneObjectState,
  SceneObjectUrlSyncConfig,
  type SceneObjectUrlValues,
} from '@grafana/scenes';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Combobox, Field, useStyles2 } from '@grafana/ui';
import { isEqual } from 'lodash';

import { type Signal } from '../api/types';
import { chooseCandidate, type MapCandidate, mapCandidates } from '../signals/flows/candidates';
import { mapPlan } from '../signals/flows/plan';
import { type Probe } from '../signals/providers/probe';
import { useProbes } from '../signals/providers/useProbes';
import { GoneSources } from '../signals/scene/GoneSources';
import { type Selection, useSelection } from '../signals/scene/useSelection';
import { Loading } from '../ui/Loading';
import { MapView } from './MapView';
import { Unmeasured } from './Unmeasured';

interface MapBodyState extends SceneObjectState {
  signals: Signal[];
  /** Id of the source of flows that somebody chose. */
  wanted?: string;
  view?: MapView;
}

const URL_KEY = 'source';

/** Finds a source of flows and draws it, or says which exporter would be one. */
export class MapBody extends SceneObjectBase<MapBodyState> {
  static Component = MapBodyRenderer;

  protected _urlSync = new SceneObjectUrlSyncConfig(this, { keys: [URL_KEY] });

  getUrlState() {
    return { [URL_KEY]: this.state.wanted };
  }

  updateFromUrl(values: SceneObjectUrlValues) {
    const wanted = values[URL_KEY];
    this.setState({ wanted: typeof wanted === 'string' && wanted !== '' ? wanted : undefined });
  }

  show(candidate: MapCandidate, { scope }: Selection) {
    const plan = mapPlan(candidate, this.state.signals, scope);
    if (plan && !isEqual(this.state.view?.state.plan.queries, plan.queries)) {
      this.setState({ view: new MapView({ plan }) });
    }
  }
}

function MapBodyRenderer({ model }: SceneComponentProps<MapBody>) {
  const { signals, wanted, view } = model.useState();
  const { probes, pending } = useProbes();
  const selection = useSelection(model);
  const styles = useStyles2(getStyles);
  const candidates = mapCandidates(signals, selected(probes, selection));
  const chosen = chooseCandidate(candidates, wanted);
  useEffect(() => {
    if (chosen) {
      model.show(chosen, selection);
    }
    // The candidate is made anew in every render; what matters is which it is.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [model, chosen?.id, chosen?.probe, selection]);
  if (!chosen) {
    return pending ? (
      <Loading />
    ) : (
      <div className={styles}>
        <GoneSources model={model} />
        <Unmeasured candidates={candidates} />
      </div>
    );
  }
  return (
    <div className={styles}>
      <GoneSources model={model} />
      <SourcePicker candidates={candidates} chosen={chosen} onPick={(id) => model.setState({ wanted: id })} />
      {view && <view.Component key={view.state.key} model={view} />}
    </div>
  );
}

function selected(probes: Probe[], { dataSources }: Selection): Probe[] {
  return dataSources
    ? probes.filter(({ provider, uid }) => provider !== 'prometheus' || dataSources.includes(uid))
    : probes;
}

const getStyles = (theme: GrafanaTheme2) =>
  css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), width: '100%', minWidth: 0 });

interface PickerProps {
  candidates: MapCandidate[];
  chosen: MapCandidate;
  onPick: (id: string) => void;
}

function SourcePicker({ candidates, chosen, onPick }: PickerProps) {
  const there = candidates.filter(({ probe }) => probe !== undefined);
  return (
    <Field label={t('map.source', 'Source of the flows')} noMargin>
      <Combobox
        id="map-source"
        width={40}
        value={chosen.id}
        options={there.map(({ id, title, probe }) => ({
          value: id,
          label: t('map.source-of', '{{title}} from {{name}}', {
            title,
            name: probe?.name,
            interpolation: { escapeValue: false },
          }),
        }))}
        onChange={({ value }) => onPick(value)}
      />
    </Field>
  );
}
