import { rangeUtil, type RawTimeRange } from '@grafana/data';
import { t } from '@grafana/i18n';
import { locationService } from '@grafana/runtime';

import { type IncidentLink, SEVERITIES } from '../api/types';
import { absoluteTime } from '../ui/clock';
import { type IncidentDraft } from '../ui/declare/DeclareForm';
import { isFixed, runbookAddress } from './configure';
import { type ExploreContext, type PanelContext, type RuleContext } from './contexts';
import { exploreLink } from './exploreLink';

export const EMPTY_DRAFT: IncidentDraft = { title: '', severity: 'P2', services: [], links: [] };

/** Epoch milliseconds: what somebody saw must not move on with the clock. */
interface Span {
  from: number;
  to: number;
}

function spanOf(raw: RawTimeRange | undefined): Span | undefined {
  if (!raw) {
    return undefined;
  }
  const { from, to } = rangeUtil.convertRawToRange({ from: raw.from, to: raw.to });
  const span = { from: from.valueOf(), to: to.valueOf() };
  return Number.isFinite(span.from) && Number.isFinite(span.to) ? span : undefined;
}

function spanText({ from, to }: Span): string {
  return t('ext.span', '{{from}} to {{to}}', {
    from: absoluteTime(from),
    to: absoluteTime(to),
    interpolation: { escapeValue: false },
  });
}

/** The panel at its time and with the dashboard's variables, and its queries in Explore. */
export async function draftOfPanel(context: PanelContext): Promise<IncidentDraft> {
  const { title = '', dashboard, timeRange, targets = [], scopedVars, data } = context;
  const span = spanOf(timeRange);
  // Those of the request name their data source even where the panel takes the default one.
  const asked = { targets: data?.request?.targets ?? targets, scopedVars };
  const name = title || t('ext.panel', 'Panel');
  const query = await exploreLink(asked, span, t('ext.panel-query', 'Query of {{name}}', { name, ...RAW }));
  const where = dashboard?.title ? `${name} (${dashboard.title})` : name;
  return {
    ...EMPTY_DRAFT,
    title: where,
    services: servicesOfVariables(),
    note: t('ext.panel-note', 'Seen in the panel {{where}}', { where, ...RAW }),
    seen: span && spanText(span),
    links: [...panelLink(context, span, where), ...query.links.map(({ title: of, url }) => link(of, url))],
    omitted: query.omitted,
  };
}

export async function draftOfQuery({ targets = [], timeRange }: ExploreContext): Promise<IncidentDraft> {
  const span = spanOf(timeRange);
  const query = await exploreLink({ targets }, span, t('ext.query', 'Query in Explore'));
  return {
    ...EMPTY_DRAFT,
    note: t('ext.query-note', 'Seen in Explore'),
    seen: span && spanText(span),
    ...query,
  };
}

export function draftOfRule({ name = '', labels = {}, annotations = {} }: RuleContext): IncidentDraft {
  const summary = annotations.summary ?? '';
  const runbook = runbookAddress(annotations.runbook_url);
  const rule = `/alerting/list?${new URLSearchParams({ search: `rule:"${name}"` }).toString()}`;
  return {
    ...EMPTY_DRAFT,
    title: name,
    severity: SEVERITIES.find((severity) => severity === labels.severity) ?? EMPTY_DRAFT.severity,
    summary: isFixed(summary) ? summary : '',
    services: labels.service && isFixed(labels.service) ? [labels.service] : [],
    links: [
      link(t('ext.rule', 'Alert rule {{name}}', { name, ...RAW }), rule),
      ...(runbook ? [link(t('ext.runbook', 'Runbook'), runbook)] : []),
    ],
  };
}

/** As in the contract. */
const MAX_LINK_TITLE = 200;

function link(title: string, url: string): IncidentLink {
  return { title: title.slice(0, MAX_LINK_TITLE), url };
}

const RAW = { interpolation: { escapeValue: false } };

function panelLink({ id, dashboard, panelPathId }: PanelContext, span: Span | undefined, title: string) {
  if (!dashboard?.uid || id === undefined) {
    return [];
  }
  const params = variablesOf(locationService.getLocation().search);
  params.set('viewPanel', panelPathId ?? `panel-${id}`);
  if (span) {
    params.set('from', String(span.from));
    params.set('to', String(span.to));
  }
  return [link(title, `/d/${encodeURIComponent(dashboard.uid)}?${params.toString()}`)];
}

/** The dashboard's variables stand in its address. */
function variablesOf(search: string): URLSearchParams {
  return new URLSearchParams([...new URLSearchParams(search)].filter(([name]) => name.startsWith('var-')));
}

/** The service that the dashboard shows, when it is one. */
function servicesOfVariables(): string[] {
  const values = variablesOf(locationService.getLocation().search).getAll('var-service');
  const [service] = values;
  return values.length === 1 && service && /^[\w./-]+$/.test(service) && service !== 'All' ? [service] : [];
}
