import React, { type ReactNode, useState } from 'react';

import { type OwnSignal, type Signal } from '../../api/types';
import { type DraftProps } from './ProposalForm';
import { SignalChoice } from './SignalChoice';
import { saidOf, useChoices } from './signals';

interface Props extends DraftProps {
  onlyWith?: (signal: Signal) => boolean;
  /** What is proposed of the chosen signal, and of what the organisation says of it. */
  children: (signal: Signal, said: OwnSignal) => ReactNode;
}

/** The choice of a signal, and what follows from it. Another choice takes back what was drafted. */
export function SignalTarget({ review, onlyWith, onChange, children }: Props) {
  const [target, setTarget] = useState('');
  const choices = useChoices(review);
  const signal = choices.data?.signals.find(({ id }) => id === target);
  return (
    <>
      <SignalChoice
        choices={choices}
        target={target}
        onlyWith={onlyWith}
        onChange={(id) => {
          setTarget(id);
          onChange(undefined);
        }}
      />
      {choices.data && signal && children(signal, saidOf(choices.data.own, target))}
    </>
  );
}
