import { grafanaRequest } from './client';

/** Grafana's own check of a data source, as its settings page makes it. Throws ApiError with what the source said when it is ill. */
export async function checkDataSource(uid: string): Promise<void> {
  await grafanaRequest('GET', `/api/datasources/uid/${encodeURIComponent(uid)}/health`);
}
