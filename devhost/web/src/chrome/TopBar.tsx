import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { config } from '@grafana/runtime';
import { IconButton, useStyles2 } from '@grafana/ui';
import React, { type ChangeEvent } from 'react';
import { boot } from '../boot';
import { Breadcrumbs } from './Breadcrumbs';
import { switchTheme, useIsDark } from './theme';
import { type Crumb } from './titles';

const names: Record<string, string> = { admin: 'Admin', editor: 'Editor', viewer: 'Viewer', anonymous: 'Anonymous' };

/** The session is a cookie of the host, so another one needs a new page. */
function switchSession(event: ChangeEvent<HTMLSelectElement>) {
  const url = new URL(window.location.href);
  url.searchParams.set('as', event.target.value);
  window.location.assign(url);
}

/** Kept for the next load, too. */
function onSwitchTheme() {
  switchTheme();
  document.cookie = `strata_devhost_theme=${config.theme2.isDark ? 'dark' : 'light'};path=/;samesite=lax`;
}

interface Props {
  crumbs: Crumb[];
  navOpen: boolean;
  onToggleNav: () => void;
}

export function TopBar({ crumbs, navOpen, onToggleNav }: Props) {
  const styles = useStyles2(getStyles);
  const other = useIsDark() ? 'light' : 'dark';
  return (
    <header className={styles.bar}>
      <IconButton
        name="bars"
        size="lg"
        tooltip={navOpen ? 'Close menu' : 'Open menu'}
        aria-expanded={navOpen}
        onClick={onToggleNav}
      />
      <Breadcrumbs crumbs={crumbs} />
      <div className={styles.strip} data-testid="devhost strip">
        Strata devhost — not Grafana
      </div>
      <label className={styles.as}>
        <span className={styles.asText}>As</span>
        <select
          className={styles.select}
          value={boot.session}
          onChange={switchSession}
          aria-label="Use the devhost as"
          data-testid="devhost session"
        >
          {boot.sessions.map((name) => (
            <option key={name} value={name}>
              {names[name] ?? name}
            </option>
          ))}
        </select>
      </label>
      <IconButton name="adjust-circle" size="lg" tooltip={`Switch to ${other} theme`} onClick={onSwitchTheme} />
    </header>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    alignItems: 'center',
    background: theme.colors.background.primary,
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    display: 'flex',
    gap: theme.spacing(1.5),
    height: 40,
    padding: theme.spacing(0, 2),
    position: 'sticky',
    top: 0,
    zIndex: theme.zIndex.navbarFixed,
  }),
  strip: css({
    border: `1px solid ${theme.colors.warning.border}`,
    borderRadius: theme.shape.radius.pill,
    color: theme.colors.warning.text,
    fontSize: theme.typography.bodySmall.fontSize,
    padding: theme.spacing(0, 1),
    whiteSpace: 'nowrap',
    [theme.breakpoints.down('md')]: { display: 'block', overflow: 'hidden', textOverflow: 'ellipsis' },
  }),
  as: css({ alignItems: 'center', display: 'flex', gap: theme.spacing(0.5) }),
  asText: css({ color: theme.colors.text.secondary, [theme.breakpoints.down('md')]: { display: 'none' } }),
  select: css({
    background: theme.components.input.background,
    border: `1px solid ${theme.components.input.borderColor}`,
    borderRadius: theme.shape.radius.default,
    color: theme.components.input.text,
    height: 26,
    width: 'auto',
    padding: theme.spacing(0, 0.5),
  }),
});
