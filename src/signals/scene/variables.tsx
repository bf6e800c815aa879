import React from 'react';
import { VariableHide } from '@grafana/data';
import { t } from '@grafana/i18n';
import {
  MultiOrSingleValueSelect,
  MultiValueVariable,
  type MultiValueVariableState,
  type SceneComponentProps,
  SceneVariableSet,
  VariableDependencyConfig,
  type VariableValueOption,
} from '@grafana/scenes';
import { type QueryClient } from '@tanstack/react-query';
import { from, type Observable, of } from 'rxjs';

import { type Probe } from '../providers/probe';
import { listDataSources, providerOf } from '../providers/sources';
import { probeQuery } from '../providers/useProbes';
import { type ListedName, outer } from '../schemes';
import { pickedDataSources, PROMETHEUS_VARIABLE, sceneScope } from './sceneScope';
import { variableOptions } from './variableOptions';

/** The Prometheus data sources that the page asks: one per cluster, for many. */
export class PrometheusVariable extends MultiValueVariable {
  static Component = VariableSelect;

  constructor() {
    const list = listDataSources().filter((one) => providerOf(one) === 'prometheus');
    super({
      type: 'datasource',
      name: PROMETHEUS_VARIABLE,
      label: t('variable.data-source', 'Prometheus'),
      value: list.slice(0, 1).map(({ uid }) => uid),
      text: list.slice(0, 1).map(({ name }) => name),
      options: list.map(({ uid, name }) => ({ value: uid, label: name })),
      isMulti: true,
      includeAll: list.length > 1,
      maxVisibleValues: 2,
      hide: list.length === 0 ? VariableHide.hideVariable : VariableHide.dontHide,
    });
  }

  override getValueOptions(): Observable<VariableValueOption[]> {
    return of(this.state.options);
  }
}

interface ScopeVariableState extends MultiValueVariableState {
  name: ListedName;
}

/** Cluster, namespace or service. "All" also matches what has no such label; a value that is not listed can be typed. */
export class ScopeVariable extends MultiValueVariable<ScopeVariableState> {
  static Component = VariableSelect;

  protected _variableDependency: VariableDependencyConfig<ScopeVariableState>;

  constructor(
    name: ListedName,
    label: string,
    private readonly client: QueryClient
  ) {
    super({
      type: 'query',
      name,
      label,
      value: '$__all',
      text: t('variable.all', 'All'),
      options: [],
      isMulti: true,
      includeAll: true,
      defaultToAll: true,
      allValue: '.*',
      allowCustomValue: true,
      maxVisibleValues: 2,
    });
    this._variableDependency = new VariableDependencyConfig<ScopeVariableState>(this, {
      variableNames: [PROMETHEUS_VARIABLE, ...outer(name)],
    });
  }

  override getValueOptions(): Observable<VariableValueOption[]> {
    return from(this.load());
  }

  /** What is picked stays, whether it is listed or not: it may have been typed, or be gone because it is down. */
  private async load(): Promise<VariableValueOption[]> {
    const picked = [this.state.value].flat().map(String);
    const found = await variableOptions(this.state.name, await this.probes(), sceneScope(this));
    const kept = picked.filter((value) => value !== '' && value !== '$__all' && !found.includes(value));
    return [...found, ...kept].map((value) => ({ value, label: value }));
  }

  private async probes(): Promise<Probe[]> {
    const all = await Promise.all(listDataSources().map((settings) => this.client.query(probeQuery(settings))));
    const picked = pickedDataSources(this);
    return picked ? all.filter(({ provider, uid }) => provider !== 'prometheus' || picked.includes(uid)) : all;
  }
}

function VariableSelect({ model }: SceneComponentProps<MultiValueVariable>) {
  return <MultiOrSingleValueSelect model={model} />;
}

/** The variables of every page with signals; all of them in the URL. */
export function signalVariables(client: QueryClient): SceneVariableSet {
  return new SceneVariableSet({
    variables: [
      new PrometheusVariable(),
      new ScopeVariable('cluster', t('variable.cluster', 'Cluster'), client),
      new ScopeVariable('namespace', t('variable.namespace', 'Namespace'), client),
      new ScopeVariable('service', t('variable.service', 'Service'), client),
    ],
  });
}
