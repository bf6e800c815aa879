import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, type PanelProps, FieldColorModeId, PanelPlugin } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { NoData } from './NoData';
import { fieldOptions, graphDefaults } from './fieldConfig';
import { partsOf } from './simple';

/** Horizontal bars, whatever orientation was asked for. */
function BarChartPanel({ data, fieldConfig, height }: PanelProps) {
  const styles = useStyles2(getStyles);
  const parts = partsOf(data.series).filter((p) => Number.isFinite(p.value));
  const most = Math.max(...parts.map((p) => Math.abs(p.value)), Number.MIN_VALUE);
  if (!parts.length) {
    return <NoData fieldConfig={fieldConfig} />;
  }
  return (
    <ul className={styles.list} style={{ maxHeight: height }}>
      {parts.map((p, i) => (
        <li key={`${i} ${p.name}`} className={styles.row}>
          <span className={styles.name} title={p.name}>
            {p.name}
          </span>
          <span className={styles.track}>
            <span
              className={styles.bar}
              style={{ background: p.color, width: `${(Math.abs(p.value) / most) * 100}%` }}
            />
          </span>
          <span className={styles.value}>{p.text}</span>
        </li>
      ))}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: 0, overflowY: 'auto', padding: 0 }),
  row: css({ alignItems: 'center', display: 'flex', gap: theme.spacing(1), padding: theme.spacing(0.25, 0) }),
  name: css({ flex: '0 0 30%', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  track: css({ background: theme.colors.background.secondary, flexGrow: 1 }),
  bar: css({ display: 'block', height: 16 }),
  value: css({ flex: '0 0 auto', fontVariantNumeric: 'tabular-nums' }),
});

export const barChartPanel = () =>
  new PanelPlugin(BarChartPanel).useFieldConfig(fieldOptions(FieldColorModeId.PaletteClassic, graphDefaults));
