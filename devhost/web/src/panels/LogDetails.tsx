import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { type LogLine, detailsOf } from './logLines';

/** The fields of one line with their links, such as from a trace's id to the trace. */
export function LogDetails({ line }: { line: LogLine }) {
  const styles = useStyles2(getStyles);
  return (
    <table className={styles.table}>
      <tbody>
        {detailsOf(line).map(({ name, value, field }) => (
          <tr key={name}>
            <th scope="row" className={styles.name}>
              {name}
            </th>
            <td className={styles.value}>
              {value}
              {(field.getLinks?.({ valueRowIndex: line.row }) ?? []).map(({ href, title, target }) => (
                <a key={title} className={styles.link} href={href} target={target}>
                  {title}
                </a>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  table: css({ margin: theme.spacing(0.5, 0, 1, 3), width: 'auto' }),
  name: css({
    color: theme.colors.text.secondary,
    fontWeight: theme.typography.fontWeightRegular,
    paddingRight: theme.spacing(2),
    textAlign: 'left',
    verticalAlign: 'top',
    whiteSpace: 'nowrap',
  }),
  value: css({ whiteSpace: 'pre-wrap', wordBreak: 'break-word' }),
  link: css({ color: theme.colors.text.link, marginLeft: theme.spacing(1), textDecoration: 'underline' }),
});
