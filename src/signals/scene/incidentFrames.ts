import { arrayToDataFrame, type DataFrame, DataTopic, type GrafanaTheme2, locationUtil, textUtil } from '@grafana/data';
import { t } from '@grafana/i18n';

import { type Incident } from '../../api/types';
import { incidentPath } from '../../app/nav';
import { severityColor } from '../../ui/severity';
import { isOpen, statusName } from '../../ui/status';
import { LIMITS } from '../limits';

interface Range {
  fromMs: number;
  toMs: number;
}

/** Incidents as regions of a time series panel: from their detection until they were resolved, or until now. */
export function incidentFrames(incidents: Incident[], range: Range, theme: GrafanaTheme2): DataFrame[] {
  const events = incidents
    .map((incident) => ({ incident, span: spanOf(incident, range) }))
    .filter(({ span }) => span.time <= range.toMs && span.timeEnd >= range.fromMs)
    .slice(0, LIMITS.annotations)
    .map(({ incident, span }) => ({
      ...span,
      isRegion: true,
      title: `${incident.severity} #${incident.number}`,
      text: textOf(incident),
      tags: [incident.severity, ...incident.services],
      color: severityColor(incident.severity, theme),
    }));
  if (events.length === 0) {
    return [];
  }
  const frame = arrayToDataFrame(events);
  return [{ ...frame, length: frame.length, name: 'incidents', meta: { dataTopic: DataTopic.Annotations } }];
}

function spanOf(incident: Incident, { toMs }: Range) {
  const { detectedAt, impactStartedAt = detectedAt, status } = incident;
  return { time: Date.parse(impactStartedAt), timeEnd: isOpen(status) ? toMs : endOf(incident) };
}

function endOf({ resolvedAt, closedAt, updatedAt }: Incident): number {
  return Date.parse(resolvedAt ?? closedAt ?? updatedAt);
}

/** Grafana shows it as HTML, so a title cannot bring its own. */
function textOf({ number, title, status }: Incident): string {
  const href = locationUtil.assureBaseUrl(incidentPath(number));
  const name = t('incident-frames.name', 'Incident #{{number}}', { number });
  return `<a href="${href}">${name}</a>: ${textUtil.escapeHtml(title)} (${statusName(status)})`;
}
