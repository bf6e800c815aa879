import React, { type PropsWithChildren } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, type IconName } from '@grafana/data';
import { Icon, PanelChrome, useStyles2 } from '@grafana/ui';

import { type Signal } from '../../api/types';

interface Props {
  signal: Pick<Signal, 'title' | 'why'>;
  icon: IconName;
  title: string;
  /** Something is wrong, not just absent. */
  alert?: boolean;
}

/** The place of a panel that has nothing to draw: what happened, and what can be done. */
export function PanelMessage({ signal, icon, title, alert = false, children }: PropsWithChildren<Props>) {
  const styles = useStyles2(getStyles);
  return (
    <PanelChrome title={signal.title} description={signal.why}>
      <div className={styles} role={alert ? 'alert' : undefined}>
        <strong>
          <Icon name={icon} aria-hidden /> {title}
        </strong>
        {children}
      </div>
    </PanelChrome>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: theme.spacing(1),
    height: '100%',
    padding: theme.spacing(1),
    overflow: 'auto',
    overflowWrap: 'anywhere',
    fontSize: theme.typography.bodySmall.fontSize,
    '& > strong': { fontSize: theme.typography.body.fontSize, fontWeight: theme.typography.fontWeightMedium },
    '& ul': { paddingLeft: theme.spacing(2) },
    '& p': { margin: 0 },
  });
