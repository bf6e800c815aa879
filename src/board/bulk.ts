import { t } from '@grafana/i18n';

import { type BulkChange, type BulkResult, type Incident, type Severity, SEVERITIES } from '../api/types';

export type Action = BulkChange['action'];

/** What an action needs besides the incidents. */
export type Words = Pick<BulkChange, 'to' | 'reason' | 'minutes' | 'into' | 'login'>;

/** What was done, and how it is taken back. */
export interface Done {
  text: string;
  /** Sentences about what was refused. */
  refused: string[];
  /** Requests that take it back; empty when that is not possible. */
  undo: BulkChange[];
}

export function changeOf(action: Action, incidents: Incident[], words: Words = {}): BulkChange {
  return { action, ...words, items: incidents.map(({ number, version }) => ({ number, version })) };
}

/** `before` are the incidents as they were. */
export function doneOf({ action, to, into, login }: BulkChange, { results }: BulkResult, before: Incident[]): Done {
  const done = results.flatMap(({ done: ok, incident }) => (ok && incident ? [incident] : []));
  const refused = results.flatMap(({ number, problem }) => (problem ? [`#${number}: ${problem.message}`] : []));
  return { text: sentence(action, done.length, { to, into, login }), refused, undo: undoOf(action, done, before) };
}

const OPPOSITE: Partial<Record<Action, Action>> = {
  acknowledge: 'unacknowledge',
  snooze: 'unsnooze',
  merge: 'unmerge',
};

function undoOf(action: Action, done: Incident[], before: Incident[]): BulkChange[] {
  if (done.length === 0) {
    return [];
  }
  if (action === 'severity') {
    return undoSeverities(done, before);
  }
  if (action === 'assign') {
    return undoCommanders(done, before);
  }
  const opposite = OPPOSITE[action];
  return opposite ? [changeOf(opposite, done)] : [];
}

/** One request for each severity that there was before. */
function undoSeverities(done: Incident[], before: Incident[]): BulkChange[] {
  const was = new Map(before.map(({ number, severity }) => [number, severity]));
  const groups = SEVERITIES.map((severity): [Severity, Incident[]] => [
    severity,
    done.filter(({ number, severity: now }) => was.get(number) === severity && now !== severity),
  ]);
  const reason = t('triage.undo-reason', 'A change of severity was taken back.');
  return groups
    .filter(([, incidents]) => incidents.length > 0)
    .map(([to, incidents]) => changeOf('severity', incidents, { to, reason }));
}

/** One request for each commander that there was before, and one for each that there was not. */
function undoCommanders(done: Incident[], before: Incident[]): BulkChange[] {
  const was = new Map(before.map(({ number, commander }) => [number, commander]));
  const groups = new Map<string, { login?: string; back?: string; incidents: Incident[] }>();
  for (const incident of done) {
    const { commander: login } = incident;
    const back = was.get(incident.number);
    if (login !== back) {
      const key = JSON.stringify([login, back]);
      const group = groups.get(key) ?? { login, back, incidents: [] };
      groups.set(key, { ...group, incidents: [...group.incidents, incident] });
    }
  }
  return [...groups.values()].map(({ login, back, incidents }) =>
    back ? changeOf('assign', incidents, { login: back }) : changeOf('release', incidents, { login })
  );
}

function sentence(action: Action, count: number, { to, into, login }: Words): string {
  switch (action) {
    case 'acknowledge':
      return t('triage.acknowledged', '{{count}} incidents acknowledged.', {
        count,
        defaultValue_one: '{{count}} incident acknowledged.',
      });
    case 'unacknowledge':
      return t('triage.unacknowledged', '{{count}} acknowledgements taken back.', {
        count,
        defaultValue_one: '{{count}} acknowledgement taken back.',
      });
    case 'resolve':
      return t('triage.resolved', '{{count}} incidents resolved.', {
        count,
        defaultValue_one: '{{count}} incident resolved.',
      });
    case 'assign':
      return t('triage.assigned', '{{login}} is commander of {{count}} incidents now.', {
        count,
        login,
        interpolation: { escapeValue: false },
        defaultValue_one: '{{login}} is commander of {{count}} incident now.',
      });
    case 'release':
      return t('triage.released', '{{count}} incidents have no commander any more.', {
        count,
        defaultValue_one: '{{count}} incident has no commander any more.',
      });
    case 'severity':
      return t('triage.severity-set', '{{count}} incidents are {{to}} now.', {
        count,
        to,
        defaultValue_one: '{{count}} incident is {{to}} now.',
      });
    case 'snooze':
      return t('triage.snoozed', '{{count}} incidents snoozed.', {
        count,
        defaultValue_one: '{{count}} incident snoozed.',
      });
    case 'unsnooze':
      return t('triage.unsnoozed', '{{count}} snoozes ended.', { count, defaultValue_one: '{{count}} snooze ended.' });
    case 'merge':
      return t('triage.merged', '{{count}} incidents merged into #{{into}}.', {
        count,
        into,
        defaultValue_one: '{{count}} incident merged into #{{into}}.',
      });
    case 'unmerge':
      return t('triage.unmerged', '{{count}} merges taken back.', {
        count,
        defaultValue_one: '{{count}} merge taken back.',
      });
  }
}
