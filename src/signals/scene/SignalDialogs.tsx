import React from 'react';

import { type Signal } from '../../api/types';
import { type Choice } from '../providers/choose';
import { type Probe } from '../providers/probe';
import { DeclareDialog } from './DeclareDialog';
import { ExplainDrawer } from './ExplainDrawer';
import { type SignalDialog } from './panelMenu';

interface Props {
  dialog: SignalDialog;
  signal: Signal;
  choice?: Choice;
  probes: Probe[];
  onClose: () => void;
}

/** What a panel opens over the page. */
export function SignalDialogs({ dialog, signal, choice, probes, onClose }: Props) {
  return dialog === 'declare' ? (
    <DeclareDialog signal={signal} onClose={onClose} />
  ) : (
    <ExplainDrawer signal={signal} choice={choice} probes={probes} onClose={onClose} />
  );
}
