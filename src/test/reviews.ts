import { type ActionItem } from '../api/actionItems';
import {
  type Review,
  type ReviewContent,
  type ReviewMonth,
  type ReviewOptions,
  type ReviewSummary,
} from '../api/reviews';
import { T0 } from './fixtures';

export function aReviewSummary(over: Partial<ReviewSummary> = {}): ReviewSummary {
  return {
    number: 7,
    state: 'draft',
    version: 3,
    header: {
      title: 'Checkout answers with errors',
      severity: 'P1',
      services: ['checkout'],
      detectedAt: T0,
      resolvedAt: '2026-08-01T13:00:00Z',
    },
    summary: 'Checkout failed for an hour.',
    facilitator: 'ada',
    dueAt: '2026-08-06T12:00:00Z',
    overdue: false,
    restricted: false,
    actions: 2,
    openActions: 1,
    overdueActions: 1,
    quality: 62,
    missing: [{ code: 'impact', field: 'impact', message: 'No figure of the impact is measured.' }],
    updatedAt: T0,
    ...over,
  };
}

export function aMonth(over: Partial<ReviewMonth> = {}): ReviewMonth {
  return {
    month: '2026-08',
    reviews: 1,
    published: 0,
    due: 0,
    inTime: 0,
    triggers: {},
    factors: { capacity: 1 },
    services: { checkout: 1 },
    actions: 0,
    openActions: 0,
    overdueActions: 0,
    actionsInTime: 0,
    actionsLate: 0,
    actionsRunning: 0,
    ...over,
  };
}

export function aContent(over: Partial<ReviewContent> = {}): ReviewContent {
  return {
    summary: 'Checkout failed for an hour.',
    background: '',
    times: [],
    impact: [],
    factors: [],
    detection: '',
    response: '',
    surprise: '',
    lessons: { well: [], poorly: [], lucky: [] },
    runbooks: [],
    sections: [],
    lines: [],
    tags: [],
    ...over,
  };
}

export function anAction(over: Partial<ActionItem> = {}): ActionItem {
  return {
    id: 12,
    number: 7,
    reviewTitle: 'Checkout answers with errors',
    severity: 'P1',
    version: 1,
    action: { title: 'Limit the retries of checkout', type: 'prevent', priority: 'high', must: true, state: 'open' },
    overdue: false,
    createdAt: T0,
    createdBy: 'ed',
    updatedAt: T0,
    reminded: 0,
    ...over,
  };
}

export function aReview(over: Partial<Review> = {}): Review {
  return {
    summary: aReviewSummary(),
    content: aContent(),
    facts: {
      at: T0,
      times: [{ moment: 'detected', at: T0, source: 'first alert' }],
      participants: [{ login: 'ed', roles: ['commander'], entries: 2 }],
      alerts: [{ name: 'HttpServerErrorsHigh', severity: 'P1', startsAt: T0, service: 'checkout' }],
      lines: [
        {
          seq: 1,
          at: T0,
          recordedAt: T0,
          kind: 'alert_fired',
          lane: 'signals',
          actor: 'Alertmanager',
          text: '12% fail',
        },
      ],
      messages: [],
      similar: [],
      runbooks: [],
      severities: [],
      summary: 'Checkout, P1, 1h.',
    },
    timing: {
      times: [{ moment: 'detected', at: T0, source: 'first alert', corrected: false }],
      acknowledge: 240,
      resolve: 3600,
    },
    actions: [],
    comments: [],
    signOffs: [],
    missing: [{ code: 'impact', field: 'impact', message: 'No figure of the impact is measured.' }],
    quality: {
      score: 62,
      reasons: [
        { code: 'no_impact', part: 'evidence', points: 15, field: 'impact', message: 'No figure says what it cost.' },
      ],
    },
    allowed: ['in_review'],
    editable: true,
    filled: true,
    ...over,
  };
}

export function reviewOptions(): ReviewOptions {
  return {
    triggers: [{ id: 'config-push', title: 'Change of configuration' }],
    factors: [
      { id: 'capacity', title: 'Capacity' },
      { id: 'process', title: 'Process' },
    ],
    impact: [{ id: 'failed-requests', title: 'Failed requests', unit: 'requests', asked: true }],
    actionTypes: [
      { id: 'prevent', title: 'Prevent' },
      { id: 'detect', title: 'Detect sooner' },
    ],
    templates: [],
    rules: [],
  };
}
