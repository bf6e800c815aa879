// Part of the plugin's module.js, so everything else is loaded when somebody edits a query.
import React, { lazy, Suspense } from 'react';
import { type DataSourceJsonData, type QueryEditorProps } from '@grafana/data';

import { type IncidentsDataSource } from './datasource';
import { type IncidentsQuery, type IncidentsVariableQuery } from './types';

const QueryEditor = lazy(async () => {
  await translations();
  return { default: (await import('./QueryEditor')).QueryEditor };
});

const VariableEditor = lazy(async () => {
  await translations();
  return { default: (await import('./VariableEditor')).VariableEditor };
});

const ConfigEditor = lazy(async () => {
  await translations();
  return { default: (await import('./ConfigEditor')).ConfigEditor };
});

async function translations() {
  const { initTranslations } = await import('../translations');
  await initTranslations();
}

export type EditorProps = QueryEditorProps<IncidentsDataSource, IncidentsQuery>;
export type VariableEditorProps = QueryEditorProps<
  IncidentsDataSource,
  IncidentsQuery,
  DataSourceJsonData,
  IncidentsVariableQuery
>;

export function LazyQueryEditor(props: EditorProps) {
  return (
    <Suspense fallback={null}>
      <QueryEditor {...props} />
    </Suspense>
  );
}

export function LazyVariableEditor(props: VariableEditorProps) {
  return (
    <Suspense fallback={null}>
      <VariableEditor {...props} />
    </Suspense>
  );
}

export function LazyConfigEditor() {
  return (
    <Suspense fallback={null}>
      <ConfigEditor />
    </Suspense>
  );
}
