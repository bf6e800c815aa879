import { http, HttpResponse, type JsonBodyType } from 'msw';

import { type ErrorBody } from '../api/types';
import { type paths } from '../api/schema.gen';
import { PLUGIN_ID } from '../constants';

const BASE = `http://localhost/api/plugins/${PLUGIN_ID}/resources`;

/** Where Grafana keeps the settings of the app. */
export const SETTINGS_URL = `http://localhost/api/plugins/${PLUGIN_ID}/settings`;

/** Method and path of the contract, as MSW writes it: `GET /incidents/:number`. */
export type Route = `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;

type Success<Op> = Op extends { responses: { 200: { content: { 'application/json': infer Body } } } } ? Body : never;

/** Body of a successful GET, by the contract. */
export type GetBody<Path extends keyof paths> = Success<paths[Path]['get']>;

export interface Seen {
  url: URL;
  params: Record<string, string | readonly string[] | undefined>;
  body: unknown;
}

export type Answer = { status?: number; body?: JsonBodyType };

/** One handler of the resource API; every request is passed to `answer` with its body already read. */
export function route(path: Route, answer: (seen: Seen) => Answer) {
  const [method, pattern] = path.split(' ');
  const on =
    { GET: http.get, POST: http.post, PUT: http.put, PATCH: http.patch, DELETE: http.delete }[method ?? ''] ?? http.all;
  return on(BASE + pattern, async ({ request, params }) => {
    const text = await request.text();
    const { status = 200, body } = answer({
      url: new URL(request.url),
      params,
      body: text ? JSON.parse(text) : undefined,
    });
    return body === undefined ? new HttpResponse(null, { status }) : HttpResponse.json(body, { status });
  });
}

export function refusal(status: number, error: ErrorBody['error']): Answer {
  return { status, body: { error } };
}
