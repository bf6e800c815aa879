import { getBackendSrv } from '@grafana/runtime';
import { lastValueFrom, throwError, timeout } from 'rxjs';

import { PLUGIN_ID } from '../constants';
import { toApiError, unreachable } from './ApiError';

type QueryValue = string | number | readonly string[] | undefined;

interface Options {
  query?: Record<string, QueryValue>;
  body?: unknown;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Over a connection that is half open no answer ever comes. What changes something is never given up: it may have happened. */
const READ_TIMEOUT_MS = 30_000;

/** Base of the resource API, below Grafana's own root. */
const RESOURCES = `/api/plugins/${PLUGIN_ID}/resources`;

/** One request to the backend of Strata. Throws ApiError and nothing else. */
export async function request<T>(method: Method, path: string, options: Options = {}): Promise<T> {
  return send<T>(method, RESOURCES + path + toQuery(options.query), path, options.body);
}

/** A file of the backend that is text. Throws ApiError and nothing else. */
export async function requestText(path: string, query: Record<string, QueryValue>): Promise<string> {
  return send<string>('GET', resourceUrl(path, query), path, undefined, { Accept: 'text/*' }, 'text');
}

/** Sends a file as it is. */
export async function upload<T>(path: string, content: Blob, query: Record<string, QueryValue>): Promise<T> {
  return send<T>('POST', resourceUrl(path, query), path, content, { 'Content-Type': 'application/octet-stream' });
}

/** Address of a resource, below Grafana's own root, for links that download. */
export function resourceUrl(path: string, query: Record<string, QueryValue>): string {
  return RESOURCES + path + toQuery(query);
}

/** One request to Grafana itself, with the same errors. */
export async function grafanaRequest<T>(method: Method, url: string, body?: unknown): Promise<T> {
  return send<T>(method, url, url, body);
}

async function send<T>(
  method: Method,
  url: string,
  what: string,
  body: unknown,
  headers?: Record<string, string>,
  responseType?: 'text'
): Promise<T> {
  try {
    const sent = getBackendSrv().fetch<T>({
      method,
      url,
      data: body,
      headers,
      responseType,
      showErrorAlert: false,
      showSuccessAlert: false,
    });
    const late = () => throwError(() => unreachable(`${method} ${what}`));
    const answer = await lastValueFrom(
      method === 'GET' ? sent.pipe(timeout({ each: READ_TIMEOUT_MS, with: late })) : sent
    );
    return answer.data;
  } catch (thrown) {
    throw toApiError(thrown, `${method} ${what}`);
  }
}

/** Lists become a repeated parameter; empty values are left out. */
export function toQuery(query: Record<string, QueryValue> = {}): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== '') {
        params.append(key, String(one));
      }
    }
  }
  const text = params.toString();
  return text ? `?${text}` : '';
}
