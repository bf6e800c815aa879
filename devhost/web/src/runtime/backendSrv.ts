import {
  type BackendSrv,
  type BackendSrvRequest,
  type FetchError,
  type FetchResponse,
  config,
  getAppEvents,
} from '@grafana/runtime';
import { AppEvents, urlUtil } from '@grafana/data';
import { Observable, lastValueFrom, map } from 'rxjs';

const running = new Map<string, AbortController>();

const isLocal = (url: string) => !/^([a-z]+:)?\/\//i.test(url);
const isDataQuery = (url: string) => url.includes('/api/ds/query') || url.includes('/api/datasources/');

function absolute(url: string, params?: Record<string, unknown>) {
  const query = params && Object.keys(params).length ? urlUtil.serializeParams(params as Record<string, string>) : '';
  const local = isLocal(url) ? `${config.appSubUrl ?? ''}/${url.replace(/^\//, '')}` : url;
  return query ? `${local}${local.includes('?') ? '&' : '?'}${query}` : local;
}

function toInit(options: BackendSrvRequest, signal: AbortSignal): RequestInit {
  const headers = new Headers({ Accept: 'application/json, text/plain, */*' });
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (value !== undefined && value !== null) {
      headers.set(name, String(value));
    }
  }
  headers.set('X-Grafana-Org-Id', String(config.bootData.user.orgId));
  const { data } = options;
  let body: BodyInit | undefined;
  if (data !== undefined && data !== null) {
    const ready = typeof data === 'string' || data instanceof FormData || data instanceof Blob;
    body = ready ? data : JSON.stringify(data);
    if (!headers.has('Content-Type') && !(data instanceof FormData)) {
      headers.set('Content-Type', 'application/json');
    }
  }
  return { method: options.method ?? 'GET', headers, body, signal, credentials: options.credentials ?? 'same-origin' };
}

async function parse(response: Response, type: BackendSrvRequest['responseType']): Promise<unknown> {
  if (type === 'arraybuffer') {
    return response.arrayBuffer();
  }
  if (type === 'blob') {
    return response.blob();
  }
  const text = await response.text();
  if (type === 'text') {
    return text;
  }
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return text;
  }
}

function messageOf(data: unknown, fallback: string) {
  return data && typeof data === 'object' && 'message' in data && data.message ? String(data.message) : fallback;
}

/** Shows a toast for a failed request unless the caller did not want one or handles the error within this tick. */
function alertUnlessHandled(error: FetchError) {
  const { showErrorAlert, url } = error.config;
  if (showErrorAlert === false || (showErrorAlert === undefined && (isDataQuery(url) || !isLocal(url)))) {
    return;
  }
  setTimeout(() => {
    if (!error.isHandled && !error.cancelled) {
      const type = error.status < 500 ? AppEvents.alertWarning : AppEvents.alertError;
      getAppEvents().publish({
        type: type.name,
        payload: [messageOf(error.data, error.statusText ?? 'Request failed')],
      });
    }
  }, 50);
}

async function send<T>(options: BackendSrvRequest, signal: AbortSignal): Promise<FetchResponse<T>> {
  let response: Response;
  let data: unknown;
  try {
    response = await fetch(absolute(options.url, options.params), toInit(options, signal));
    // A page that is left or loaded again can end the answer half-way.
    data = await parse(response, options.responseType);
  } catch (cause) {
    if (!signal.aborted) {
      // As in Grafana: the browser's own error, without a status.
      throw Object.assign(cause as Error, { config: options, data: { message: 'Unexpected error' } });
    }
    const statusText = 'Request was aborted';
    const error: FetchError = {
      status: -1,
      statusText,
      cancelled: true,
      config: options,
      data: { message: statusText, error: String(cause) },
    };
    throw error;
  }
  if (!response.ok) {
    const error: FetchError = {
      status: response.status,
      statusText: response.statusText,
      data: data ?? {},
      config: options,
    };
    throw error;
  }
  const { status, statusText, ok, headers, redirected, type, url } = response;
  return { data: data as T, status, statusText, ok, headers, redirected, type, url, config: options };
}

class HostBackendSrv implements BackendSrv {
  fetch<T>(options: BackendSrvRequest): Observable<FetchResponse<T>> {
    return new Observable((subscriber) => {
      const controller = new AbortController();
      const { requestId, abortSignal } = options;
      if (requestId) {
        running.get(requestId)?.abort();
        running.set(requestId, controller);
      }
      const abort = () => controller.abort();
      abortSignal?.addEventListener('abort', abort);
      send<T>(options, controller.signal).then(
        (response) => {
          this.announce(options, response.data);
          subscriber.next(response);
          subscriber.complete();
        },
        (error: FetchError) => {
          alertUnlessHandled(error);
          subscriber.error(error);
        }
      );
      return () => {
        abortSignal?.removeEventListener('abort', abort);
        controller.abort();
        if (requestId && running.get(requestId) === controller) {
          running.delete(requestId);
        }
      };
    });
  }

  private announce(options: BackendSrvRequest, data: unknown) {
    if (options.showSuccessAlert && messageOf(data, '')) {
      getAppEvents().publish({ type: AppEvents.alertSuccess.name, payload: [messageOf(data, '')] });
    }
  }

  chunked(options: BackendSrvRequest): Observable<FetchResponse<Uint8Array | undefined>> {
    return new Observable((subscriber) => {
      const controller = new AbortController();
      const pump = async () => {
        const response = await fetch(absolute(options.url, options.params), toInit(options, controller.signal));
        const { status, statusText, ok, headers, redirected, type, url } = response;
        const base = { status, statusText, ok, headers, redirected, type, url, config: options };
        const reader = response.body?.getReader();
        for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
          subscriber.next({ ...base, data: part.value });
        }
        subscriber.complete();
      };
      pump().catch((error: unknown) => subscriber.error(error));
      return () => controller.abort();
    });
  }

  request<T = unknown>(options: BackendSrvRequest): Promise<T> {
    return lastValueFrom(this.fetch<T>(options).pipe(map((r) => r.data)));
  }

  datasourceRequest<T = unknown>(options: BackendSrvRequest): Promise<FetchResponse<T>> {
    return lastValueFrom(this.fetch<T>(options));
  }

  get<T>(url: string, params?: Record<string, unknown>, requestId?: string, options?: Partial<BackendSrvRequest>) {
    return this.request<T>({ ...options, method: 'GET', url, params, requestId });
  }

  private write<T>(method: string, url: string, data?: unknown, options?: Partial<BackendSrvRequest>) {
    return this.request<T>({ showSuccessAlert: true, ...options, method, url, data });
  }

  delete<T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>) {
    return this.write<T>('DELETE', url, data, options);
  }

  post<T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>) {
    return this.write<T>('POST', url, data, options);
  }

  patch<T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>) {
    return this.write<T>('PATCH', url, data, options);
  }

  put<T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>) {
    return this.write<T>('PUT', url, data, options);
  }
}

export const backendSrv: BackendSrv = new HostBackendSrv();
