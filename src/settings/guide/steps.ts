import { t } from '@grafana/i18n';

import { type InstalledRules, type SourceCheck } from '../../api/setUp';
import { type Incident, type Source } from '../../api/types';

export const STEP_IDS = ['data', 'source', 'rules', 'test', 'see'] as const;
export type StepId = (typeof STEP_IDS)[number];

/** `problem`: it was tried and does not work; `unknown`: it could not be checked. */
export type StepState = 'checking' | 'done' | 'missing' | 'problem' | 'unknown';

export interface StepResult {
  state: StepState;
  /** What was found, or why it is not done. */
  reason: string;
}

/** What Grafana and the backend say; undefined while it is asked. */
export interface Facts {
  checks: Array<SourceCheck & { name: string }>;
  sources?: Source[];
  rules: InstalledRules;
  incidents?: Incident[];
  /** Why the sources or incidents could not be loaded. */
  error?: string;
}

const RAW = { interpolation: { escapeValue: false } };

/** How far the installation is. Nothing is remembered: each step follows from the facts of now. */
export function judge(facts: Facts): Record<StepId, StepResult> {
  return {
    data: judgeData(facts),
    source: asked(facts, judgeSource),
    rules: judgeRules(facts),
    test: asked(facts, judgeTest),
    see: asked(facts, judgeSeen),
  };
}

interface Loaded {
  sources: Source[];
  incidents: Incident[];
}

function asked({ sources, incidents, error }: Facts, of: (loaded: Loaded) => StepResult): StepResult {
  if (sources && incidents) {
    return of({ sources, incidents });
  }
  return error ? { state: 'unknown', reason: error } : checking();
}

function judgeData({ checks }: Facts): StepResult {
  const answering = checks.filter(({ state }) => state === 'ok').map(({ name }) => name);
  if (answering.length > 0) {
    return done(t('guide.data.ok', 'These answer: {{names}}', { names: answering.join(', '), ...RAW }));
  }
  if (checks.length === 0) {
    return missing(
      t('guide.data.none', 'There is no data source that Strata has queries for, or none that you may query.')
    );
  }
  if (checks.some(({ state }) => state === 'checking')) {
    return checking();
  }
  return problem(t('guide.data.failed', 'None of the data sources answers.'));
}

function judgeSource({ sources }: Loaded): StepResult {
  const on = sources.filter(({ enabled }) => enabled);
  if (on.length > 0) {
    return done(t('guide.source.ok', 'These may send: {{names}}', { names: namesOf(on), ...RAW }));
  }
  return sources.length === 0
    ? missing(t('guide.source.none', 'There is no source of alerts, so no alert can arrive.'))
    : problem(t('guide.source.off', 'Switched off: {{names}}', { names: namesOf(sources), ...RAW }));
}

function judgeRules({ rules: { pending, count, errors } }: Facts): StepResult {
  if (count > 0) {
    return done(t('guide.rules.ok', 'Rules of Strata that are installed: {{count}}', { count }));
  }
  if (pending) {
    return checking();
  }
  return errors.length > 0
    ? {
        state: 'unknown',
        reason: t('guide.rules.unknown', 'Not every place of rules could be asked: {{errors}}', {
          errors: errors.join('; '),
          ...RAW,
        }),
      }
    : missing(t('guide.rules.none', 'Neither Grafana Alerting nor a Prometheus has a rule of Strata.'));
}

function judgeTest({ sources }: Loaded): StepResult {
  const tested = sources.filter(({ stats }) => stats.lastTestAt);
  if (tested.length > 0) {
    return done(t('guide.test.ok', 'A test alert came through: {{names}}', { names: namesOf(tested), ...RAW }));
  }
  return sources.length === 0
    ? missing(t('guide.test.no-source', 'It needs a source first.'))
    : missing(t('guide.test.none', 'No test alert has come yet.'));
}

/** One that somebody declared says nothing about the way of alerts. */
function judgeSeen({ sources, incidents }: Loaded): StepResult {
  const newest = incidents.find(({ totalAlerts }) => totalAlerts > 0);
  if (newest) {
    return done(t('guide.see.ok', 'The newest incident of an alert is #{{number}}: {{title}}', { ...newest, ...RAW }));
  }
  const failing = sources.find(({ stats }) => stats.lastErrorAt && stats.lastErrorAt >= (stats.lastDeliveryAt ?? ''));
  if (failing) {
    return problem(
      t('guide.see.refused', 'The last delivery of {{name}} was refused: {{error}}', {
        name: failing.name,
        error: failing.stats.lastError,
        ...RAW,
      })
    );
  }
  return sources.some(({ stats }) => stats.deliveries > 0)
    ? missing(t('guide.see.only-tests', 'Deliveries came, but none with an alert that fires and is no test.'))
    : missing(t('guide.see.none', 'Nothing was delivered yet.'));
}

function namesOf(sources: Source[]): string {
  return sources.map(({ name }) => name).join(', ');
}

const done = (reason: string): StepResult => ({ state: 'done', reason });
const missing = (reason: string): StepResult => ({ state: 'missing', reason });
const problem = (reason: string): StepResult => ({ state: 'problem', reason });
const checking = (): StepResult => ({ state: 'checking', reason: t('guide.checking', 'Being checked') });
