import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

import { type BoardItem, lanesOf } from '../../board/item';
import { SeverityBadge } from '../../ui/SeverityBadge';

/** How many of each severity, where only a few items are in view. */
export function Counts({ items }: { items: BoardItem[] }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.counts}>
      {lanesOf(items)
        .filter((lane) => lane.items.length > 0)
        .map((lane) => (
          <span key={lane.severity} className={styles.count}>
            <SeverityBadge severity={lane.severity} /> {lane.items.length}
          </span>
        ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  counts: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5, 1.5), flexShrink: 0 }),
  count: css({ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }),
});
