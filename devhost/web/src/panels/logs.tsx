import React from 'react';
import { css } from '@emotion/css';
import {
  type DataFrame,
  type GrafanaTheme2,
  type PanelProps,
  FieldType,
  PanelPlugin,
  dateTimeFormat,
} from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { NoData } from './NoData';
import { addOption } from './values';

interface Options {
  showTime: boolean;
  wrapLogMessage: boolean;
  sortOrder: 'Descending' | 'Ascending';
}

interface Line {
  at: number;
  text: string;
}

const lineNames = ['body', 'line', 'Line', 'message', 'content'];

function linesOf(frame: DataFrame): Line[] {
  const time = frame.fields.find((f) => f.type === FieldType.time);
  const text =
    frame.fields.find((f) => lineNames.includes(f.name)) ?? frame.fields.find((f) => f.type === FieldType.string);
  return time && text
    ? Array.from(text.values, (v: unknown, i) => ({ at: time.values[i], text: String(v ?? '') }))
    : [];
}

/** A plain list of lines, without details, levels or highlighting. */
function LogsPanel({ data, fieldConfig, options, timeZone, height }: PanelProps<Options>) {
  const styles = useStyles2(getStyles);
  const lines = data.series
    .flatMap(linesOf)
    .sort((a, b) => (options.sortOrder === 'Ascending' ? a.at - b.at : b.at - a.at));
  if (!lines.length) {
    return <NoData fieldConfig={fieldConfig} />;
  }
  return (
    <ol className={styles.list} style={{ maxHeight: height, whiteSpace: options.wrapLogMessage ? 'pre-wrap' : 'pre' }}>
      {lines.map((l, i) => (
        <li key={i} className={styles.line}>
          {options.showTime && (
            <time className={styles.time}>{dateTimeFormat(l.at, { timeZone, defaultWithMS: true })}</time>
          )}
          {l.text}
        </li>
      ))}
    </ol>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    listStyle: 'none',
    margin: 0,
    overflow: 'auto',
    padding: 0,
  }),
  line: css({ borderBottom: `1px solid ${theme.colors.border.weak}`, padding: theme.spacing(0.25, 0) }),
  time: css({ color: theme.colors.text.secondary, marginRight: theme.spacing(1) }),
});

export const logsPanel = () =>
  new PanelPlugin<Options>(LogsPanel).setPanelOptions((builder) => {
    addOption(builder, 'showTime', true);
    addOption(builder, 'wrapLogMessage', true);
    addOption(builder, 'sortOrder', 'Descending');
  });
