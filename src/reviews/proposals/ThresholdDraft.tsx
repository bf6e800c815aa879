import React, { useState } from 'react';
import { t } from '@grafana/i18n';
import { Combobox, Field, Input, Stack } from '@grafana/ui';

import { type OwnSignal, type Signal } from '../../api/types';
import { withUnit } from '../../signals/alertText';
import { Changes } from './Beside';
import { type DraftProps } from './ProposalForm';
import { SignalTarget } from './SignalTarget';
import { type Limit, limitsOf, pretty, withLimit } from './signals';

const hasLimits = (signal: Signal) => limitsOf(signal).length > 0;

/** Another threshold of an alert, the present one beside it. */
export function ThresholdDraft({ review, onChange }: DraftProps) {
  return (
    <SignalTarget review={review} onlyWith={hasLimits} onChange={onChange}>
      {(signal, said) => <Limits key={signal.id} signal={signal} said={said} onChange={onChange} />}
    </SignalTarget>
  );
}

interface LimitsProps extends Pick<DraftProps, 'onChange'> {
  signal: Signal;
  said: OwnSignal;
}

function Limits({ signal, said, onChange }: LimitsProps) {
  const limits = limitsOf(signal);
  const [at, setAt] = useState(0);
  const [typed, setTyped] = useState('');
  const limit = limits[at];
  if (!limit) {
    return null;
  }
  const value = Number(typed);
  const changed = typed.trim() !== '' && Number.isFinite(value) && value !== limit.value;
  const proposed = changed ? withLimit(said, limit, value) : said;
  const tell = (index: number, text: string) => {
    const chosen = limits[index];
    const next = Number(text);
    const draws = chosen && text.trim() !== '' && Number.isFinite(next) && next !== chosen.value;
    onChange(draws ? { target: signal.id, body: pretty(withLimit(said, chosen, next)) } : undefined);
  };
  return (
    <>
      <Stack gap={2} wrap="wrap" alignItems="flex-end">
        <Field noMargin label={t('proposals.limit', 'Alert')}>
          <Combobox
            id="proposal-limit"
            width={40}
            options={limits.map((one, index) => ({ value: index, label: limitName(one) }))}
            value={at}
            onChange={({ value: index }) => {
              setAt(index);
              tell(index, typed);
            }}
          />
        </Field>
        <Field noMargin label={t('proposals.limit-now', 'In effect now')}>
          <Input id="proposal-limit-now" width={24} readOnly value={limitText(limit, limit.value, signal.unit)} />
        </Field>
        <Field
          noMargin
          label={t('proposals.limit-next', 'As it should be')}
          description={changed ? limitText(limit, value, signal.unit) : undefined}
        >
          <Input
            id="proposal-limit-next"
            width={24}
            type="number"
            step="any"
            value={typed}
            onChange={({ currentTarget }) => {
              setTyped(currentTarget.value);
              tell(at, currentTarget.value);
            }}
          />
        </Field>
      </Stack>
      <Changes present={pretty(said)} proposed={pretty(proposed)} />
    </>
  );
}

function limitName({ name }: Limit): string {
  return name || t('proposals.limit-elasticsearch', 'Elasticsearch');
}

function limitText({ op }: Limit, value: number, unit: string): string {
  return `${op} ${value} (${withUnit(value, unit)})`;
}
