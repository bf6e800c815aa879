import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';

import { type Severity } from '../api/types';

/** What the letters mean, for tooltips and screen readers. */
export function severityMeaning(severity: Severity): string {
  switch (severity) {
    case 'P0':
      return t('severity.p0', 'P0: all users are down');
    case 'P1':
      return t('severity.p1', 'P1: many users or a key function');
    case 'P2':
      return t('severity.p2', 'P2: degraded');
    case 'P3':
      return t('severity.p3', 'P3: minor');
  }
}

/** Fill of a badge; never the only mark, the letters stand on it. */
export function severityColor(severity: Severity, theme: GrafanaTheme2): string {
  switch (severity) {
    case 'P0':
      return theme.colors.error.main;
    case 'P1':
      return theme.visualization.getColorByName('orange');
    case 'P2':
      return theme.visualization.getColorByName('yellow');
    case 'P3':
      return theme.colors.info.main;
  }
}
