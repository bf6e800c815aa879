import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2, useTheme2 } from '@grafana/ui';

import { durationBetween } from '../ui/clock';
import { spanX } from './Backdrop';
import { phaseColor, phaseName, ribbonColor } from './looks';
import { fitting } from './text';
import { type Scene } from './useScene';

/** The two stripes at the top: which phase, and how severe. */
export function Ribbons({ scene }: { scene: Scene }) {
  return (
    <>
      <PhaseRibbon scene={scene} />
      <SeverityRibbon scene={scene} />
    </>
  );
}

function PhaseRibbon({ scene }: { scene: Scene }) {
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const { phases, layout } = scene;
  return (
    <g role="list" aria-label={t('pirtimeline.phases', 'Phases')}>
      {phases.length > 0 && !layout.narrow && (
        <text x={4} y={15} className={styles.head}>
          {t('pirtimeline.phase', 'Phase')}
        </text>
      )}
      {phases.map((phase) => {
        const place = spanX(scene, phase);
        const long = `${phaseName(phase.name)} ${durationBetween(phase.from, phase.to)}`;
        const text = phase.open
          ? t('pirtimeline.phase-open', '{{phase}} so far', { phase: long, interpolation: { escapeValue: false } })
          : long;
        return (
          place && (
            <g key={phase.name} role="listitem" aria-label={text}>
              <title>{text}</title>
              <rect
                x={place.x}
                y={2}
                width={Math.max(1, place.width - 1)}
                height={layout.phases.height - 4}
                rx={2}
                fill={phaseColor(phase.name, theme)}
                fillOpacity={0.28}
              />
              <text x={place.x + 6} y={16} className={styles.text}>
                {fitting(place.width - 10, text, phaseName(phase.name))}
              </text>
            </g>
          )
        );
      })}
    </g>
  );
}

function SeverityRibbon({ scene }: { scene: Scene }) {
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const { spans, layout } = scene;
  const { top, height } = layout.ribbon;
  return (
    <g role="list" aria-label={t('pirtimeline.severity-over-time', 'Severity over time')}>
      {spans.length > 0 && !layout.narrow && (
        <text x={4} y={top + 13} className={styles.head}>
          {t('pirtimeline.severity', 'Severity')}
        </text>
      )}
      {spans.map((span) => {
        const place = spanX(scene, span);
        const fill = ribbonColor(span.severity, theme);
        const long = `${span.severity} · ${durationBetween(span.from, span.to)}`;
        return (
          place && (
            <g key={span.from} role="listitem" aria-label={long}>
              <title>{long}</title>
              <rect
                x={place.x}
                y={top + 1}
                width={Math.max(1, place.width - 1)}
                height={height - 5}
                rx={2}
                fill={fill}
              />
              <text x={place.x + 6} y={top + 12} className={styles.severity} fill={theme.colors.getContrastText(fill)}>
                {fitting(place.width - 10, long, span.severity)}
              </text>
            </g>
          )
        );
      })}
    </g>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  head: css({ fill: theme.colors.text.secondary, fontSize: 12, fontWeight: theme.typography.fontWeightMedium }),
  text: css({ fill: theme.colors.text.primary, fontSize: 12, fontWeight: theme.typography.fontWeightMedium }),
  severity: css({ fontSize: 11, fontWeight: theme.typography.fontWeightMedium }),
});
