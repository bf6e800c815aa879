import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, type PanelProps } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    alignItems: 'center',
    color: theme.colors.text.secondary,
    display: 'flex',
    height: '100%',
    justifyContent: 'center',
    textAlign: 'center',
    ...theme.typography.body,
  }),
});

/** Says why a panel is empty: the panel's own "no value" text, or Grafana's wording. */
export function NoData({ fieldConfig, message }: Pick<PanelProps, 'fieldConfig'> & { message?: string }) {
  const styles = useStyles2(getStyles);
  return <div className={styles.box}>{message ?? fieldConfig.defaults.noValue ?? 'No data'}</div>;
}
