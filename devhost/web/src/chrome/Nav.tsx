import React from 'react';
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2, isIconName } from '@grafana/data';
import { config } from '@grafana/runtime';
import { Icon, useStyles2 } from '@grafana/ui';
import { useLocation } from 'react-router';
import { boot, withSubPath } from '../boot';

/** The app's pages, as plugin.json lists them for the navigation. */
export function Nav({ onLeave }: { onLeave: () => void }) {
  const styles = useStyles2(getStyles);
  const { pathname } = useLocation();
  const admin = config.bootData.user.orgRole === 'Admin';
  const setUp = { text: 'Plugin configuration', url: `/plugins/${boot.app.id}`, icon: 'cog' };
  const item = ({ text, url, icon }: typeof setUp | (typeof boot.app.pages)[number]) => {
    const active = pathname === url || pathname.startsWith(`${url}/`);
    return (
      <li key={url}>
        <a
          className={cx(styles.link, active && styles.active)}
          href={withSubPath(url)}
          aria-current={active ? 'page' : undefined}
          onClick={onLeave}
        >
          {icon && isIconName(icon) && <Icon name={icon} aria-hidden />}
          {text}
        </a>
      </li>
    );
  };
  return (
    <nav className={styles.nav} aria-label="Main" data-testid="devhost nav">
      <div className={styles.column}>
        <div className={styles.title}>{boot.app.name}</div>
        <ul className={styles.list}>{boot.app.pages.map(item)}</ul>
        {admin && <ul className={cx(styles.list, styles.below)}>{item(setUp)}</ul>}
      </div>
    </nav>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  nav: css({
    background: theme.colors.background.primary,
    borderRight: `1px solid ${theme.colors.border.weak}`,
    flexShrink: 0,
    width: 200,
    [theme.breakpoints.down('md')]: {
      boxShadow: theme.shadows.z3,
      left: 0,
      position: 'fixed',
      zIndex: theme.zIndex.sidemenu,
    },
  }),
  column: css({
    display: 'flex',
    flexDirection: 'column',
    height: 'calc(100vh - 40px)',
    overflowY: 'auto',
    padding: theme.spacing(2, 1),
    position: 'sticky',
    top: 40,
  }),
  title: css({ fontWeight: theme.typography.fontWeightMedium, padding: theme.spacing(0, 1, 1) }),
  list: css({ listStyle: 'none', margin: 0, padding: 0 }),
  below: css({ borderTop: `1px solid ${theme.colors.border.weak}`, marginTop: 'auto', paddingTop: theme.spacing(1) }),
  link: css({
    alignItems: 'center',
    borderRadius: theme.shape.radius.default,
    color: theme.colors.text.secondary,
    display: 'flex',
    gap: theme.spacing(1),
    padding: theme.spacing(0.75, 1),
    '&:hover': { background: theme.colors.action.hover, color: theme.colors.text.primary },
  }),
  active: css({
    background: theme.colors.action.selected,
    boxShadow: `inset 3px 0 ${theme.colors.primary.main}`,
    color: theme.colors.text.primary,
  }),
});
