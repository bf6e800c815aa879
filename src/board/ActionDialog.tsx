import React, { type SyntheticEvent, useState } from 'react';
import { t } from '@grafana/i18n';
import { config } from '@grafana/runtime';
import { Button, Combobox, Field, Input, Modal, RadioButtonGroup, Stack } from '@grafana/ui';

import { type Incident, SEVERITIES, type Severity } from '../api/types';
import { type Words } from './bulk';
import { type DialogAction } from './dialogAction';

/** As in the contract. */
const MAX_LOGIN = 190;

interface Props {
  action: DialogAction;
  incidents: Incident[];
  onDo: (words: Words) => void;
  onClose: () => void;
}

const SNOOZE_MINUTES = [30, 60, 240, 1440];

/** Asks for what the action needs besides the incidents. Enter does it. */
export function ActionDialog({ action, incidents, onDo, onClose }: Props) {
  const [words, setWords] = useState<Words>(() => firstWords(action, incidents));
  const complete = isComplete(action, incidents, words);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (complete) {
      onDo(words);
    }
  };
  const change = (part: Words) => setWords((now) => ({ ...now, ...part }));
  return (
    <Modal title={titleOf(action, incidents.length)} isOpen onDismiss={onClose}>
      <form onSubmit={submit}>
        <Stack direction="column" gap={2}>
          {action === 'severity' && <SeverityField to={words.to} onChange={(to) => change({ to })} />}
          {action === 'snooze' && <MinutesField minutes={words.minutes} onChange={(minutes) => change({ minutes })} />}
          {action === 'assign' && <LoginField login={words.login} onChange={(login) => change({ login })} />}
          {action === 'merge' && (
            <IntoField incidents={incidents} into={words.into} onChange={(into) => change({ into })} />
          )}
          {(action === 'severity' || action === 'snooze') && (
            <Field label={reasonLabel(action, incidents, words.to)} noMargin>
              <Input
                id="triage-reason"
                value={words.reason ?? ''}
                maxLength={2000}
                onChange={({ currentTarget }) => change({ reason: currentTarget.value })}
              />
            </Field>
          )}
        </Stack>
        <Modal.ButtonRow>
          <Button type="button" variant="secondary" fill="outline" onClick={onClose}>
            {t('triage.cancel', 'Cancel')}
          </Button>
          <Button type="submit" disabled={!complete}>
            {t('triage.do', 'Do it')}
          </Button>
        </Modal.ButtonRow>
      </form>
    </Modal>
  );
}

function SeverityField({ to, onChange }: { to?: Severity; onChange: (to: Severity) => void }) {
  const label = t('triage.new-severity', 'New severity');
  return (
    <Field label={label} noMargin>
      <RadioButtonGroup
        aria-label={label}
        options={SEVERITIES.map((value) => ({ value, label: value }))}
        value={to}
        onChange={onChange}
      />
    </Field>
  );
}

function MinutesField({ minutes, onChange }: { minutes?: number; onChange: (minutes: number) => void }) {
  const label = t('triage.how-long', 'How long');
  return (
    <Field
      label={label}
      description={t('triage.snooze-why', 'Nobody is told of them until then, unless they become worse.')}
      noMargin
    >
      <RadioButtonGroup
        aria-label={label}
        options={SNOOZE_MINUTES.map((value) => ({ value, label: span(value) }))}
        value={minutes}
        onChange={onChange}
      />
    </Field>
  );
}

function span(minutes: number): string {
  return minutes < 60
    ? t('triage.minutes', '{{minutes}} min', { minutes })
    : t('triage.hours', '{{hours}} h', { hours: minutes / 60 });
}

function LoginField({ login, onChange }: { login?: string; onChange: (login: string) => void }) {
  return (
    <Field
      label={t('triage.login', 'Login of the commander')}
      description={t('triage.login-why', 'Leads the response; whoever does so now is relieved of it.')}
      noMargin
    >
      <Input
        id="triage-login"
        value={login ?? ''}
        maxLength={MAX_LOGIN}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    </Field>
  );
}

interface IntoProps {
  incidents: Incident[];
  into?: number;
  onChange: (into: number) => void;
}

function IntoField({ incidents, into, onChange }: IntoProps) {
  return (
    <Field
      label={t('triage.into', 'Into')}
      description={t('triage.into-why', 'Their alerts go there; old links lead on. It can be taken back.')}
      noMargin
    >
      {incidents.length > 1 ? (
        <Combobox
          id="triage-into"
          options={incidents.map(({ number, title }) => ({ value: number, label: `#${number} ${title}` }))}
          value={into}
          onChange={({ value }) => onChange(value)}
        />
      ) : (
        <Input
          id="triage-into"
          type="number"
          min={1}
          placeholder={t('triage.number', 'Number of an incident')}
          onChange={({ currentTarget }) => onChange(currentTarget.valueAsNumber)}
        />
      )}
    </Field>
  );
}

/** The oldest of the worst is where the others usually belong. */
function firstWords(action: DialogAction, incidents: Incident[]): Words {
  switch (action) {
    case 'snooze':
      return { minutes: SNOOZE_MINUTES[1] };
    case 'merge':
      return { into: incidents.length > 1 ? oldestOfTheWorst(incidents)?.number : undefined };
    case 'assign':
      return { login: config.bootData.user.login };
    case 'severity':
      return {};
  }
}

function oldestOfTheWorst(incidents: Incident[]): Incident | undefined {
  const place = ({ severity, detectedAt }: Incident) => `${severity} ${detectedAt}`;
  return [...incidents].sort((a, b) => (place(a) < place(b) ? -1 : 1))[0];
}

function lowers(incidents: Incident[], to: Severity | undefined): boolean {
  return to !== undefined && incidents.some(({ severity }) => severity < to);
}

function isComplete(action: DialogAction, incidents: Incident[], { to, reason, minutes, into, login }: Words): boolean {
  const reasoned = Boolean(reason?.trim());
  switch (action) {
    case 'severity':
      return to !== undefined && (reasoned || !lowers(incidents, to));
    case 'snooze':
      return minutes !== undefined && reasoned;
    case 'assign':
      return Boolean(login?.trim());
    case 'merge':
      return into !== undefined && Number.isInteger(into) && into > 0;
  }
}

function reasonLabel(action: DialogAction, incidents: Incident[], to: Severity | undefined): string {
  return action === 'snooze' || lowers(incidents, to)
    ? t('triage.reason', 'Reason')
    : t('triage.reason-optional', 'Reason (may stay empty)');
}

function titleOf(action: DialogAction, count: number): string {
  switch (action) {
    case 'severity':
      return t('triage.title-severity', 'Severity of {{count}} incidents', {
        count,
        defaultValue_one: 'Severity of {{count}} incident',
      });
    case 'snooze':
      return t('triage.title-snooze', 'Snooze {{count}} incidents', {
        count,
        defaultValue_one: 'Snooze {{count}} incident',
      });
    case 'assign':
      return t('triage.title-assign', 'Commander of {{count}} incidents', {
        count,
        defaultValue_one: 'Commander of {{count}} incident',
      });
    case 'merge':
      return t('triage.title-merge', 'Merge {{count}} incidents', {
        count,
        defaultValue_one: 'Merge {{count}} incident',
      });
  }
}
