// Everything here is loaded with the data source; editors come later.
import { DataSourcePlugin } from '@grafana/data';

import { loadFromApp } from '../publicPath';
import { IncidentsDataSource } from './datasource';
import { LazyConfigEditor, LazyQueryEditor } from './lazy';
import { type IncidentsQuery } from './types';

loadFromApp();

export const plugin = new DataSourcePlugin<IncidentsDataSource, IncidentsQuery>(IncidentsDataSource)
  .setConfigEditor(LazyConfigEditor)
  .setQueryEditor(LazyQueryEditor);
