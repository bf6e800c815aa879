import React from 'react';
import { type IconName } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Stack, TextLink } from '@grafana/ui';

import { type AlertOccurrence, type Signal } from '../../api/types';
import { layerPath } from '../../app/nav';
import { explorePath } from '../../signals/explore';
import { layerName } from '../../ui/layers';
import { alertQueries, alertSpan } from './alertExplore';

interface Props {
  alert: AlertOccurrence;
  signal?: Signal;
  /** Absent: this Grafana has no Prometheus data source. */
  dataSourceUid?: string;
}

export function AlertLinks({ alert, signal, dataSourceUid }: Props) {
  return (
    <Stack gap={2} rowGap={0.5} wrap="wrap">
      <ExploreLink alert={alert} signal={signal} dataSourceUid={dataSourceUid} />
      <LayerLink alert={alert} dataSourceUid={dataSourceUid} />
      {outsideLinks(alert).map(({ href, text, icon }) => (
        <TextLink key={text} external inline={false} href={href} icon={icon}>
          {text}
        </TextLink>
      ))}
    </Stack>
  );
}

function ExploreLink({ alert, signal, dataSourceUid }: Props) {
  const queries = alertQueries(alert, signal);
  if (!dataSourceUid || queries.length === 0) {
    return null;
  }
  return (
    <TextLink inline={false} icon="compass" href={explorePath({ dataSourceUid, queries, ...alertSpan(alert) })}>
      {t('alert.link.explore', 'Explore')}
    </TextLink>
  );
}

function LayerLink({ alert, dataSourceUid }: Props) {
  const { layer, service } = alert;
  if (!layer) {
    return null;
  }
  const { fromMs, toMs } = alertSpan(alert);
  const href = layerPath(layer, {
    service,
    dataSource: dataSourceUid,
    from: String(fromMs),
    to: toMs === undefined ? 'now' : String(toMs),
  });
  return (
    <TextLink inline={false} icon="layer-group" href={href}>
      {t('alert.link.layer', '{{layer}} layer', { layer: layerName(layer), interpolation: { escapeValue: false } })}
    </TextLink>
  );
}

interface OutsideLink {
  href: string;
  text: string;
  icon: IconName;
}

function outsideLinks({ links }: AlertOccurrence): OutsideLink[] {
  const all: Array<Omit<OutsideLink, 'href'> & { href: string | undefined }> = [
    { href: links.runbook, text: t('alert.link.runbook', 'Runbook'), icon: 'book' },
    { href: links.rule, text: t('alert.link.rule', 'Rule'), icon: 'bell' },
    { href: links.dashboard, text: t('alert.link.dashboard', 'Dashboard'), icon: 'apps' },
    { href: links.panel, text: t('alert.link.panel', 'Panel'), icon: 'chart-line' },
    { href: links.silence, text: t('alert.link.silence', 'Silence'), icon: 'bell-slash' },
    { href: links.image, text: t('alert.link.image', 'Picture'), icon: 'camera' },
  ];
  return all.flatMap(({ href, ...rest }) => (isWebLink(href) ? [{ href, ...rest }] : []));
}

/** The links come from whoever sent the alert: a javascript: URL must not become clickable. */
function isWebLink(href: string | undefined): href is string {
  return href !== undefined && /^https?:\/\//i.test(href);
}
