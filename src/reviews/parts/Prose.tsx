import React, { useCallback } from 'react';

import { Markdown } from '../../ui/runbook/Markdown';
import { useProse } from '../../ui/runbook/useProse';
import { withoutLoading } from './harmless';

/** Markdown that people wrote, with signals and runbooks as links. It loads nothing. */
export function Prose({ text }: { text: string }) {
  const prose = useProse();
  const still = useCallback((markdown: string) => withoutLoading(prose(markdown)), [prose]);
  return text ? <Markdown text={text} prose={still} /> : null;
}
