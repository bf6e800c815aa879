import { type BackendSrv, type BackendSrvRequest, type FetchResponse } from '@grafana/runtime';
import { defer, type Observable } from 'rxjs';

/** Grafana's HTTP service so far as Strata uses it, over fetch, so that MSW sees the requests. */
export function fetchBackendSrv(): BackendSrv {
  const service: Pick<BackendSrv, 'fetch'> = {
    fetch: <T>(options: BackendSrvRequest): Observable<FetchResponse<T>> => defer(() => send<T>(options)),
  };
  return service as BackendSrv;
}

async function send<T>(options: BackendSrvRequest): Promise<FetchResponse<T>> {
  const response = await reach(options);
  const text = await response.text();
  const data: T = text ? JSON.parse(text) : undefined;
  const { ok, status, statusText, headers, redirected, type, url } = response;
  const answer = { data, ok, status, statusText, headers, redirected, type, url, config: options };
  if (!ok) {
    throw answer;
  }
  return answer;
}

/** jsdom's files mean nothing to Node's fetch. */
async function bodyOf(data: unknown): Promise<BodyInit> {
  return data instanceof Blob ? new TextDecoder().decode(await data.arrayBuffer()) : JSON.stringify(data);
}

async function reach({ url, method, data, headers }: BackendSrvRequest): Promise<Response> {
  try {
    return await fetch(new URL(url, 'http://localhost'), {
      method,
      headers: { 'Content-Type': 'application/json', ...headers },
      body: data === undefined ? undefined : await bodyOf(data),
    });
  } catch {
    // What Grafana hands on of Chromium where there was no answer at all: it has no status.
    throw Object.assign(new TypeError('Failed to fetch'), { data: { message: 'Unexpected error' } });
  }
}
