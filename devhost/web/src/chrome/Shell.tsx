import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import React, { type ReactNode, useEffect, useState } from 'react';
import { Nav } from './Nav';
import { TopBar } from './TopBar';
import { useKiosk } from './kiosk';
import { type Crumb, CrumbContext } from './titles';

const wide = '(min-width: 1000px)';

/** Bar, navigation and content. In kiosk mode only the content and a small sign stay. */
export function Shell({ children }: { children: ReactNode }) {
  const kiosk = useKiosk();
  const styles = useStyles2(getStyles);
  const [crumbs, setCrumbs] = useState<Crumb[]>([]);
  const [navOpen, setNavOpen] = useState(() => window.matchMedia(wide).matches);
  useLeaveKiosk(kiosk);
  return (
    <CrumbContext.Provider value={setCrumbs}>
      <a className={styles.skip} href="#pageContent">
        Skip to main content
      </a>
      {!kiosk && <TopBar crumbs={crumbs} navOpen={navOpen} onToggleNav={() => setNavOpen(!navOpen)} />}
      <div className={styles.body}>
        {!kiosk && navOpen && <Nav onLeave={() => setNavOpen(window.matchMedia(wide).matches)} />}
        <main id="pageContent" className={styles.main} tabIndex={-1}>
          {children}
        </main>
      </div>
      {kiosk && (
        <aside className={styles.sign} aria-label="About this page">
          Strata devhost, not Grafana
        </aside>
      )}
    </CrumbContext.Provider>
  );
}

/** Escape leaves kiosk mode, unless something on the page has used the key. */
function useLeaveKiosk(kiosk: boolean) {
  useEffect(() => {
    if (!kiosk) {
      return;
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) {
        locationService.partial({ kiosk: null });
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [kiosk]);
}

const getStyles = (theme: GrafanaTheme2) => ({
  body: css({ display: 'flex', flexGrow: 1, minHeight: 'calc(100vh - 40px)' }),
  main: css({
    background: theme.colors.background.primary,
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    minWidth: 0,
    outline: 'none',
  }),
  skip: css({
    background: theme.colors.background.secondary,
    left: -9999,
    padding: theme.spacing(1),
    position: 'fixed',
    top: 0,
    zIndex: theme.zIndex.portal,
    '&:focus': { left: theme.spacing(1), top: theme.spacing(1) },
  }),
  sign: css({
    background: theme.colors.background.secondary,
    bottom: 0,
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    padding: theme.spacing(0, 1),
    pointerEvents: 'none',
    position: 'fixed',
    right: 0,
    zIndex: theme.zIndex.navbarFixed,
  }),
});
