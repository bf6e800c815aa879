import React, { type KeyboardEvent, useEffect, useRef } from 'react';
import { css } from '@emotion/css';
import { Tab, TabsBar, useStyles2 } from '@grafana/ui';

import { navUrl, ROUTES } from '../app/nav';
import { type SettingsTab } from './tabs';

interface Props {
  tabs: SettingsTab[];
  open: string;
}

/** Links, so that each tab can be opened in a window of its own; arrow keys, Home and End move between them. */
export function SettingsTabs({ tabs, open }: Props) {
  const styles = useStyles2(getStyles);
  const place = useRef<HTMLDivElement>(null);
  // The open tab may be beyond the edge of a narrow screen.
  useEffect(() => {
    const shown = place.current?.querySelector('[role="tab"][aria-selected="true"]');
    shown?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [open]);
  return (
    <div ref={place} className={styles} role="presentation" onKeyDown={(event) => moveFocus(event, place.current)}>
      <TabsBar>
        {tabs.map(({ id, label }) => (
          <Tab key={id} label={label} active={id === open} href={navUrl(`${ROUTES.settings}/${id}`)} />
        ))}
      </TabsBar>
    </div>
  );
}

function moveFocus(event: KeyboardEvent, place: HTMLElement | null) {
  const all = [...(place?.querySelectorAll<HTMLElement>('[role="tab"]') ?? [])];
  const at = all.findIndex((tab) => tab === document.activeElement);
  const to: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 };
  const next = to[event.key];
  // With these a key is the browser's, such as the way back.
  if (at < 0 || next === undefined || event.altKey || event.ctrlKey || event.metaKey) {
    return;
  }
  event.preventDefault();
  all[(next + all.length) % all.length]?.focus();
}

// There are more tabs than a narrow screen has room for.
const getStyles = () => css({ overflowX: 'auto', overflowY: 'hidden' });
