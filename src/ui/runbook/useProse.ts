import { useCallback, useMemo } from 'react';
import { renderMarkdown } from '@grafana/data';

import { useCatalogIndex } from '../../api/catalogIndex';
import { navUrl, ROUTES, runbookRoute } from '../../app/nav';
import { linkRunbooks, linkSignals } from './linkSignals';

export type Prose = (markdown: string) => string;

/** Turns a runbook's Markdown into sanitised HTML whose signals and runbooks are links. */
export function useProse(): Prose {
  const { data } = useCatalogIndex();
  const known = useMemo(() => new Set((data?.signals ?? []).map(({ id }) => id)), [data]);
  return useCallback(
    (markdown) => {
      const signals = linkSignals(markdown, (id) => (known.has(id) ? navUrl(coverageRoute(id)) : undefined));
      // renderMarkdown sanitises, and RenderUserContentAsHTML does it once more.
      return renderMarkdown(linkRunbooks(signals, (id) => navUrl(runbookRoute(id))));
    },
    [known]
  );
}

function coverageRoute(signal: string): string {
  return `${ROUTES.coverage}?${new URLSearchParams({ signal }).toString()}`;
}
