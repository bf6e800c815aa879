import React, { useMemo, useState } from 'react';
import { t } from '@grafana/i18n';

import { useSignalCheck } from '../../api/ownSignals';
import { type OwnSignal, type Signal } from '../../api/types';
import { Beside, Changes } from './Beside';
import { type DraftProps } from './ProposalForm';
import { SignalTarget } from './SignalTarget';
import { pretty } from './signals';

/** Another definition of a signal: what the organisation says of it, beside the whole signal that follows. */
export function SignalDraft({ review, onChange }: DraftProps) {
  return (
    <SignalTarget review={review} onChange={onChange}>
      {(signal, said) => <Definition key={signal.id} signal={signal} said={said} onChange={onChange} />}
    </SignalTarget>
  );
}

interface DefinitionProps extends Pick<DraftProps, 'onChange'> {
  signal: Signal;
  said: OwnSignal;
}

function Definition({ signal, said, onChange }: DefinitionProps) {
  const present = pretty(said);
  const [text, setText] = useState(present);
  const read = useMemo(() => readSignal(text, signal.id), [text, signal.id]);
  const check = useSignalCheck(read);
  const first = check.data?.problems[0];
  const wrong = read ? first && `${first.field} ${first.message}` : notJson(signal.id);
  return (
    <>
      <Beside
        id="proposal"
        present={present}
        text={text}
        invalid={wrong}
        onChange={(next) => {
          setText(next);
          const usable = next !== present && readSignal(next, signal.id);
          onChange(usable ? { target: signal.id, body: next } : undefined);
        }}
      />
      {check.data?.signal && <Changes present={pretty(signal)} proposed={pretty(check.data.signal)} />}
    </>
  );
}

function notJson(id: string): string {
  return t('proposals.not-json', 'It has to be JSON with the id "{{id}}"', {
    id,
    interpolation: { escapeValue: false },
  });
}

/** Undefined while it is no own signal of this id. */
function readSignal(text: string, id: string): OwnSignal | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isOwn(value, id) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isOwn(value: unknown, id: string): value is OwnSignal {
  return typeof value === 'object' && value !== null && 'id' in value && value.id === id;
}
