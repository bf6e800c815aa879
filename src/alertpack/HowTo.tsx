import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';

import { type AlertPack } from '../api/types';

/** Where the file goes and what has to be reloaded. */
export function HowTo({ format, fileName }: Pick<AlertPack, 'format' | 'fileName'>) {
  const styles = useStyles2(getStyles);
  return (
    <details>
      <summary>{t('alert-rules.how.label', 'Where to put the file')}</summary>
      <ol className={styles}>
        {(format === 'grafana' ? grafanaSteps(fileName) : prometheusSteps(fileName)).map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </details>
  );
}

function grafanaSteps(fileName: string): string[] {
  const interpolation = { escapeValue: false };
  return [
    t('alert-rules.how.grafana-put', 'Put it into provisioning/alerting/ of Grafana as {{fileName}}.', {
      fileName,
      interpolation,
    }),
    t(
      'alert-rules.how.grafana-reload',
      'Restart Grafana, or as its server administrator send POST /api/admin/provisioning/alerting/reload.'
    ),
    t(
      'alert-rules.how.grafana-fixed',
      'Grafana shows rules from a file as provisioned: change thresholds here and put the new file in place of the old one.'
    ),
    t(
      'alert-rules.how.grafana-route',
      'Send them to Strata with a contact point and a notification policy: Settings, Sources of alerts, has both texts.'
    ),
  ];
}

function prometheusSteps(fileName: string): string[] {
  const interpolation = { escapeValue: false };
  return [
    t('alert-rules.how.prometheus-put', 'Put it beside prometheus.yml and name {{fileName}} under rule_files.', {
      fileName,
      interpolation,
    }),
    t('alert-rules.how.prometheus-check', 'Check it: promtool check rules {{fileName}}.', { fileName, interpolation }),
    t(
      'alert-rules.how.prometheus-reload',
      'Reload Prometheus: send it SIGHUP, or POST /-/reload where it runs with --web.enable-lifecycle.'
    ),
    t(
      'alert-rules.how.prometheus-route',
      'Send its alerts to Strata through Alertmanager: Settings, Sources of alerts, has the receiver.'
    ),
  ];
}

const getStyles = (theme: GrafanaTheme2) =>
  css({ margin: theme.spacing(1, 0, 0), paddingLeft: theme.spacing(3), color: theme.colors.text.secondary });
