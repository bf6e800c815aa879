import { type RunbookKind, type RunbookSummary } from '../../api/runbooks';

/** What the list shows; it stands in the URL. */
export interface ListView {
  q: string;
  kind: RunbookKind | '';
  show: Show;
}

const SHOWS = ['all', 'stale', 'unverified', 'unused', 'remarks', 'own', 'archived'] as const;
export type Show = (typeof SHOWS)[number];

const KINDS: readonly RunbookKind[] = ['incident', 'maintenance', 'procedure'];

export function readView(params: URLSearchParams): ListView {
  return {
    q: params.get('q') ?? '',
    kind: KINDS.find((kind) => kind === params.get('kind')) ?? '',
    show: SHOWS.find((show) => show === params.get('show')) ?? 'all',
  };
}

export function writeView({ q, kind, show }: ListView): URLSearchParams {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries({ q, kind, show: show === 'all' ? '' : show })) {
    if (value) {
      params.set(key, value);
    }
  }
  return params;
}

/** The runbooks of a view; archived ones only where they are asked for. */
export function shownRunbooks(runbooks: RunbookSummary[], { q, kind, show }: ListView): RunbookSummary[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return runbooks.filter(
    (runbook) =>
      runbook.archived === (show === 'archived') &&
      (kind === '' || runbook.kind === kind) &&
      PICKS[show](runbook) &&
      words.every((word) => `${runbook.id} ${runbook.title} ${runbook.signals.join(' ')}`.toLowerCase().includes(word))
  );
}

const PICKS: Record<Show, (runbook: RunbookSummary) => boolean> = {
  all: () => true,
  stale: ({ stale }) => stale,
  unverified: ({ verifiedAt }) => verifiedAt === undefined,
  unused: ({ use }) => use.runs === 0,
  remarks: ({ use }) => use.wrong + use.missing > 0,
  own: ({ origin }) => origin !== 'builtin',
  archived: () => true,
};
