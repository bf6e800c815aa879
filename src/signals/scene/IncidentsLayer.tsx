import React from 'react';
import { LoadingState, type PanelData } from '@grafana/data';
import { t } from '@grafana/i18n';
import { config } from '@grafana/runtime';
import {
  type SceneComponentProps,
  SceneDataLayerBase,
  type SceneDataLayerProviderState,
  sceneGraph,
} from '@grafana/scenes';
import { InlineSwitch } from '@grafana/ui';
import { type QueryClient } from '@tanstack/react-query';
import { from } from 'rxjs';

import { incidentsQuery } from '../../api/incidents';
import { type Incident, type Layer } from '../../api/types';
import { LIMITS } from '../limits';
import { messageOf } from '../message';
import { incidentFrames } from './incidentFrames';

interface IncidentsLayerState extends SceneDataLayerProviderState {
  /** Undefined: incidents of every layer. */
  layer?: Layer;
}

/** Strata's incidents as regions in the time series panels below it; asked from its own API, not from a data source. */
export class IncidentsLayer extends SceneDataLayerBase<IncidentsLayerState> {
  static Component = IncidentsSwitch;

  private stopWatching?: () => void;

  constructor(
    private readonly client: QueryClient,
    layer?: Layer
  ) {
    super({ name: t('incidents-layer.name', 'Incidents'), isEnabled: true, layer });
  }

  onEnable() {
    const subscription = sceneGraph.getTimeRange(this).subscribeToState(() => this.runLayer());
    this.stopWatching = () => subscription.unsubscribe();
  }

  onDisable() {
    this.stopWatching?.();
  }

  protected runLayer() {
    this.querySub?.unsubscribe();
    this.querySub = from(this.load()).subscribe({
      next: (incidents) => this.publishResults(this.panelData(incidents)),
      // A page without its regions is still a page; the incident list says what is wrong.
      error: (thrown) =>
        this.publishResults({
          ...this.panelData([]),
          state: LoadingState.Error,
          errors: [{ message: messageOf(thrown) }],
        }),
    });
  }

  private async load(): Promise<Incident[]> {
    const layers = this.state.layer ? [this.state.layer] : [];
    const page = await this.client.query(
      incidentsQuery({ state: 'all', severity: [], layer: layers, service: '', q: '' }, LIMITS.annotations)
    );
    return page.incidents;
  }

  private panelData(incidents: Incident[]): PanelData {
    const { value } = sceneGraph.getTimeRange(this).state;
    const range = { fromMs: value.from.valueOf(), toMs: value.to.valueOf() };
    return { state: LoadingState.Done, timeRange: value, series: incidentFrames(incidents, range, config.theme2) };
  }
}

function IncidentsSwitch({ model }: SceneComponentProps<IncidentsLayer>) {
  const { isEnabled } = model.useState();
  return (
    <InlineSwitch
      id={`data-layer-${model.state.key ?? ''}`}
      aria-label={t('incidents-layer.switch', 'Incidents in the panels')}
      value={isEnabled}
      onChange={() => model.setState({ isEnabled: !isEnabled })}
    />
  );
}
