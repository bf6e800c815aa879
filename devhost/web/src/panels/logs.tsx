import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, type PanelProps, LogLevel, PanelPlugin, dateTimeFormat } from '@grafana/data';
import { Icon, useStyles2, useTheme2 } from '@grafana/ui';
import { LogDetails } from './LogDetails';
import { type LogLine, linesOf } from './logLines';
import { NoData } from './NoData';
import { addOption } from './values';

interface Options {
  showTime: boolean;
  wrapLogMessage: boolean;
  enableLogDetails: boolean;
  sortOrder: 'Descending' | 'Ascending';
}

/** Lines with the colour of their level; each opens to show its fields and their links. Without search, labels or context. */
function LogsPanel({ data, fieldConfig, options, timeZone, height }: PanelProps<Options>) {
  const styles = useStyles2(getStyles);
  const [open, setOpen] = useState<string>();
  const lines = data.series
    .flatMap(linesOf)
    .sort((a, b) => (options.sortOrder === 'Ascending' ? a.at - b.at : b.at - a.at));
  if (!lines.length) {
    return <NoData fieldConfig={fieldConfig} />;
  }
  return (
    <ol className={styles.list} style={{ maxHeight: height, whiteSpace: options.wrapLogMessage ? 'pre-wrap' : 'pre' }}>
      {lines.map((line, i) => (
        <li key={`${line.key}/${i}`} className={styles.item}>
          <Line
            line={line}
            options={options}
            time={dateTimeFormat(line.at, { timeZone, defaultWithMS: true })}
            open={open === `${line.key}/${i}`}
            onToggle={() => setOpen((now) => (now === `${line.key}/${i}` ? undefined : `${line.key}/${i}`))}
          />
        </li>
      ))}
    </ol>
  );
}

interface LineProps {
  line: LogLine;
  options: Options;
  time: string;
  open: boolean;
  onToggle: () => void;
}

function Line({ line, options, time, open, onToggle }: LineProps) {
  const styles = useStyles2(getStyles);
  const color = useTheme2().visualization.getColorByName(colors[line.level] ?? 'gray');
  const content = (
    <>
      {options.showTime && <time className={styles.time}>{time}</time>}
      {line.text}
    </>
  );
  if (!options.enableLogDetails) {
    return (
      <div className={styles.line} style={{ borderLeftColor: color }}>
        {content}
      </div>
    );
  }
  return (
    <>
      <button
        type="button"
        className={styles.line}
        style={{ borderLeftColor: color }}
        aria-expanded={open}
        title={line.level}
        onClick={onToggle}
      >
        <Icon name={open ? 'angle-down' : 'angle-right'} size="sm" /> {content}
      </button>
      {open && <LogDetails line={line} />}
    </>
  );
}

const colors: Partial<Record<LogLevel, string>> = {
  [LogLevel.critical]: 'purple',
  [LogLevel.error]: 'red',
  [LogLevel.warning]: 'yellow',
  [LogLevel.info]: 'green',
  [LogLevel.debug]: 'blue',
  [LogLevel.trace]: 'light-blue',
};

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    listStyle: 'none',
    margin: 0,
    overflow: 'auto',
    padding: 0,
  }),
  item: css({ borderBottom: `1px solid ${theme.colors.border.weak}` }),
  line: css({
    background: 'none',
    border: 'none',
    borderLeft: '3px solid',
    display: 'block',
    fontFamily: 'inherit',
    padding: theme.spacing(0.25, 0.5),
    textAlign: 'left',
    whiteSpace: 'inherit',
    width: '100%',
    wordBreak: 'break-word',
    '&:hover': { background: theme.colors.action.hover },
  }),
  time: css({ color: theme.colors.text.secondary, marginRight: theme.spacing(1) }),
});

export const logsPanel = () =>
  new PanelPlugin<Options>(LogsPanel).setPanelOptions((builder) => {
    addOption(builder, 'showTime', true);
    addOption(builder, 'wrapLogMessage', true);
    addOption(builder, 'enableLogDetails', true);
    addOption(builder, 'sortOrder', 'Descending');
  });
