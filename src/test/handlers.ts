import { http, HttpResponse } from 'msw';

import { type GetBody, route, SETTINGS_URL } from './api';
import {
  T0,
  aDetail,
  aPack,
  aResponse,
  aSignal,
  aSource,
  aSummary,
  aTemplate,
  anEntry,
  anIncident,
  anOverview,
} from './fixtures';
import { aReview, aReviewSummary, anAction, reviewOptions } from './reviews';
import { aRunbook, aRunbookList } from './runbooks';

const status: GetBody<'/status'> = {
  ok: true,
  version: '0.1.0',
  at: T0,
  parts: [
    { id: 'store', state: 'ok', message: 'SQLite, writable' },
    { id: 'grafana-token', state: 'off', message: 'No token', fix: 'Set one in the configuration of the app' },
  ],
};
const groups = [{ id: 'requests', layer: 'application' as const, title: 'Requests' }];
const signals: GetBody<'/catalog/signals'> = { signals: [aSignal()], groups };
const index: GetBody<'/catalog/index'> = { signals: [aSummary()], groups };
const own: GetBody<'/catalog/own'> = { signals: [] };
const pack: GetBody<'/alertpack'> = aPack();
const incidents: GetBody<'/incidents'> = { incidents: [anIncident()] };
const overview: GetBody<'/overview'> = anOverview();
const detail: GetBody<'/incidents/{number}'> = aDetail();
const timeline: GetBody<'/incidents/{number}/timeline'> = { entries: [anEntry()] };
const response: GetBody<'/incidents/{number}/response'> = aResponse();
const similar: GetBody<'/incidents/{number}/similar'> = { incidents: [] };
const messages: GetBody<'/incidents/{number}/messages'> = { messages: [] };
const playbooks: GetBody<'/playbooks'> = {
  playbooks: [],
  messages: [aTemplate()],
  channels: ['ops'],
  externalChannels: [],
  problems: [],
};
const lookup: GetBody<'/alerts/lookup'> = { outcome: 'incident', reason: 'It belongs to incident #7.', incident: 7 };
const rules: GetBody<'/rules'> = {
  grouping: [],
  severity: [],
  services: [],
  flapping: { times: 4, windowSeconds: 3600 },
};
const runbooks: GetBody<'/runbooks'> = aRunbookList();
const runbook: GetBody<'/runbooks/{runbookId}'> = aRunbook();
const incidentRunbooks: GetBody<'/incidents/{number}/runbooks'> = { matches: [], links: [], runs: [] };
const reviews: GetBody<'/reviews'> = { reviews: [aReviewSummary()] };
const review: GetBody<'/reviews/{number}'> = aReview();
const actions: GetBody<'/actions'> = { actions: [anAction()] };
const sources: GetBody<'/sources'> = { sources: [aSource()] };

/** A backend in which one incident is open. Tests override what they are about. */
export const handlers = [
  route('GET /status', () => ({ body: status })),
  route('GET /catalog/signals', () => ({ body: signals })),
  route('GET /incidents/:number/similar', () => ({ body: similar })),
  route('GET /catalog/index', () => ({ body: index })),
  route('GET /catalog/own', () => ({ body: own })),
  route('GET /alertpack', () => ({ body: pack })),
  route('GET /incidents', () => ({ body: incidents })),
  route('GET /overview', () => ({ body: overview })),
  route('GET /incidents/:number', () => ({ body: detail })),
  route('GET /incidents/:number/timeline', ({ url }) => ({
    body: Number(url.searchParams.get('after')) >= 1 ? { entries: [] } : timeline,
  })),
  route('GET /incidents/:number/response', () => ({ body: response })),
  route('GET /incidents/:number/messages', () => ({ body: messages })),
  route('GET /playbooks', () => ({ body: playbooks })),
  route('GET /alerts/lookup', () => ({ body: lookup })),
  route('GET /reviews', () => ({ body: reviews })),
  route('GET /reviews/options', () => ({ body: reviewOptions() })),
  route('GET /reviews/:number/proposals', () => ({ body: { proposals: [] } })),
  route('GET /proposals', () => ({ body: { proposals: [] } })),
  route('GET /reviews/:number', () => ({ body: review })),
  route('GET /actions', () => ({ body: actions })),
  route('GET /runbooks', () => ({ body: runbooks })),
  route('GET /runbooks/:id', () => ({ body: runbook })),
  route('GET /incidents/:number/runbooks', () => ({ body: incidentRunbooks })),
  route('GET /sources', () => ({ body: sources })),
  route('GET /maintenance', () => ({ body: { windows: [] } })),
  route('GET /heartbeats', () => ({ body: { heartbeats: [] } })),
  route('GET /rules', () => ({ body: rules })),
  route('GET /channels', () => ({ body: { channels: [] } })),
  route('GET /outbox/dead', () => ({ body: { messages: [] } })),
  // Grafana without its LLM app.
  http.get('http://localhost/api/plugins/grafana-llm-app/settings', () => new HttpResponse(null, { status: 404 })),
  route('GET /on-call', () => ({ body: { rotations: [] } })),
  http.get(SETTINGS_URL, () => HttpResponse.json({ enabled: true, pinned: true, jsonData: {}, secureJsonFields: {} })),
];
