import React from 'react';
import { css } from '@emotion/css';
import {
  type GrafanaTheme2,
  type PanelProps,
  FieldColorModeId,
  FieldType,
  PanelPlugin,
  dateTimeFormat,
  getFieldDisplayName,
} from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { NoData } from './NoData';
import { fieldOptions } from './fieldConfig';
import { type Span, spansOf } from './simple';

interface Row {
  name: string;
  spans: Span[];
}

/** One row per field; state-timeline joins equal neighbours, status-history does not. */
function makePanel(merge: boolean) {
  return function TimelinePanel({ data, fieldConfig, height, timeRange, timeZone }: PanelProps) {
    const styles = useStyles2(getStyles);
    const [start, end] = [timeRange.from.valueOf(), timeRange.to.valueOf()];
    const rows: Row[] = data.series.flatMap((frame) => {
      const time = frame.fields.find((f) => f.type === FieldType.time);
      const values = frame.fields.filter((f) => f !== time);
      return time
        ? values.map((f) => ({ name: getFieldDisplayName(f, frame, data.series), spans: spansOf(time, f, end, merge) }))
        : [];
    });
    if (!rows.length) {
      return <NoData fieldConfig={fieldConfig} />;
    }
    const percent = (ms: number) => (Math.min(Math.max(ms, 0), end - start) / (end - start)) * 100;
    const clock = (ms: number) => dateTimeFormat(ms, { timeZone });
    return (
      <ul className={styles.list} style={{ maxHeight: height }}>
        {rows.map((row, i) => (
          <li key={`${i} ${row.name}`} className={styles.row}>
            <span className={styles.name} title={row.name}>
              {row.name}
            </span>
            <span className={styles.track}>
              {row.spans.map((s) => (
                <span
                  key={s.from}
                  className={styles.span}
                  title={`${s.text}: ${clock(s.from)} to ${clock(s.to)}`}
                  style={{
                    background: s.color,
                    left: `${percent(s.from - start)}%`,
                    width: `${percent(s.to - start) - percent(s.from - start)}%`,
                  }}
                />
              ))}
            </span>
          </li>
        ))}
      </ul>
    );
  };
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: 0, overflowY: 'auto', padding: 0 }),
  row: css({ alignItems: 'center', display: 'flex', gap: theme.spacing(1), padding: theme.spacing(0.25, 0) }),
  name: css({ flex: '0 0 25%', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  track: css({ background: theme.colors.background.secondary, flexGrow: 1, height: 20, position: 'relative' }),
  span: css({ bottom: 0, position: 'absolute', top: 0 }),
});

const custom = { lineWidth: 0, fillOpacity: 70, spanNulls: false, hideFrom: undefined };

export const stateTimelinePanel = () =>
  new PanelPlugin(makePanel(true)).useFieldConfig(fieldOptions(FieldColorModeId.Thresholds, custom));

export const statusHistoryPanel = () =>
  new PanelPlugin(makePanel(false)).useFieldConfig(fieldOptions(FieldColorModeId.Thresholds, custom));
