import { CustomVariableSupport, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import { from, map, type Observable } from 'rxjs';

import { type IncidentsDataSource } from './datasource';
import { type IncidentsVariableQuery } from './types';
import { LazyVariableEditor } from './lazy';

/** Variables of dashboards: severities, layers, services, incidents. */
export class IncidentsVariables extends CustomVariableSupport<IncidentsDataSource, IncidentsVariableQuery> {
  editor = LazyVariableEditor;

  constructor(private readonly source: IncidentsDataSource) {
    super();
  }

  query({ targets, range }: DataQueryRequest<IncidentsVariableQuery>): Observable<DataQueryResponse> {
    const kind = targets[0]?.kind ?? 'services';
    // Grafana takes a list of { text, value } as it is, besides frames.
    return from(this.source.values(kind, range)).pipe(map((data) => ({ data })));
  }
}
