import React from 'react';

import { Markdown } from '../../ui/runbook/Markdown';
import { useProse } from '../../ui/runbook/useProse';

/** Markdown that people wrote, with signals and runbooks as links. */
export function Prose({ text }: { text: string }) {
  const prose = useProse();
  return text ? <Markdown text={text} prose={prose} /> : null;
}
