import React from 'react';
import { Button } from '@grafana/ui';

interface Props {
  text: string;
  /** Why it may not be used. */
  refusal: string | undefined;
  onClick: () => void;
}

/** Begins a new entry of a section. */
export function AddButton({ text, refusal, onClick }: Props) {
  return (
    <Button
      size="sm"
      variant="secondary"
      icon="plus"
      disabled={refusal !== undefined}
      tooltip={refusal}
      onClick={onClick}
    >
      {text}
    </Button>
  );
}
