import React, { useEffect, useRef } from 'react';
import { css } from '@emotion/css';
import { t } from '@grafana/i18n';
import { Tab, TabsBar, useStyles2 } from '@grafana/ui';

import { type SignalGroup } from '../api/types';

interface Props {
  groups: SignalGroup[];
  tab: string;
  /** How many signals are abnormal now, by group. */
  abnormal: ReadonlyMap<string, number>;
  onOpen: (group: string) => void;
}

export function GroupTabs({ groups, tab, abnormal, onOpen }: Props) {
  const styles = useStyles2(getStyles);
  const place = useRef<HTMLDivElement>(null);
  // The open tab may be beyond the edge of a narrow screen.
  useEffect(() => {
    const open = place.current?.querySelector('[role="tab"][aria-selected="true"]');
    open?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [tab]);
  return (
    <div ref={place} className={styles} role="group" aria-label={t('layer.groups', 'Groups of signals')}>
      <TabsBar>
        {groups.map(({ id, title }) => (
          <Tab
            key={id}
            label={title}
            active={id === tab}
            counter={abnormal.get(id) || undefined}
            icon={abnormal.has(id) ? 'exclamation-triangle' : undefined}
            onChangeTab={() => onOpen(id)}
          />
        ))}
      </TabsBar>
    </div>
  );
}

// A layer may have more groups than a narrow screen has room for.
const getStyles = () => css({ overflowX: 'auto', overflowY: 'hidden' });
