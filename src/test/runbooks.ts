import { type IncidentRunbooks, type RunbookMatch, type RunbookRun } from '../api/runbookRuns';
import { type Runbook, type RunbookList, type RunbookSection, type RunbookSummary } from '../api/runbooks';
import { T0 } from './fixtures';

export function aRunbookSummary(over: Partial<RunbookSummary> = {}): RunbookSummary {
  return {
    id: 'app-error-rate',
    title: 'High error rate',
    kind: 'incident',
    origin: 'builtin',
    builtIn: true,
    signals: ['http-5xx-ratio'],
    steps: 3,
    missing: [],
    stale: false,
    archived: false,
    readable: true,
    use: { runs: 0, helped: 0, wrong: 0, missing: 0 },
    ...over,
  };
}

export function aRunbookList(over: Partial<RunbookList> = {}): RunbookList {
  return {
    runbooks: [aRunbookSummary()],
    coverage: { alerts: 1, covered: 1, missing: [] },
    staleAfterDays: 180,
    ...over,
  };
}

export const sections: RunbookSection[] = [
  { kind: 'trigger', title: 'Fires when', text: '`http-5xx-ratio`.', steps: [] },
  {
    kind: 'troubleshoot',
    title: 'Troubleshooting',
    steps: [
      {
        position: 1,
        text: 'Split by `http-5xx-ratio`.',
        expect: 'one endpoint',
        links: [{ title: 'http-5xx-ratio', signal: 'http-5xx-ratio' }],
      },
      { position: 2, text: 'Look at the pods:', command: 'kubectl get pods', language: 'sh', links: [] },
    ],
  },
  {
    kind: 'resolve',
    title: 'Resolution',
    steps: [
      {
        position: 3,
        text: 'Roll back.',
        risk: 'danger',
        riskText: 'cuts connections',
        links: [{ title: 'Roll back a release', runbook: 'rollback' }],
      },
    ],
  },
];

export function aRunbook(over: Partial<Runbook> = {}): Runbook {
  return {
    summary: aRunbookSummary(),
    revision: 0,
    text: '---\ntitle: High error rate\n---\n',
    doc: { title: 'High error rate', kind: 'incident', match: [], sections, missing: [] },
    problems: [],
    remarks: [],
    ...over,
  };
}

export function aMatch(over: Partial<RunbookMatch> = {}): RunbookMatch {
  return {
    id: 'app-error-rate',
    title: 'High error rate',
    kind: 'incident',
    steps: 3,
    stale: false,
    by: 'signal',
    alert: 'HttpServerErrorsHigh',
    detail: 'http-5xx-ratio',
    alerts: 1,
    ...over,
  };
}

export function aRun(over: Partial<RunbookRun> = {}): RunbookRun {
  return {
    id: 5,
    incident: 7,
    runbook: 'app-error-rate',
    origin: 'builtin',
    title: 'High error rate',
    startedBy: 'ed',
    startedAt: T0,
    sections,
    ticks: [],
    ...over,
  };
}

export function incidentRunbooksOf(over: Partial<IncidentRunbooks> = {}): IncidentRunbooks {
  return { matches: [], links: [], runs: [], ...over };
}
