import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, ThemeContext } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Portal, useStyles2 } from '@grafana/ui';
import { useSearchParams } from 'react-router-dom';

import { Controls } from './parts/Controls';
import { turnAt } from './rotation';
import { isKiosk, readSettings, type WallSettings, writeSettings } from './settings';
import { SetUp } from './setup/SetUp';
import { useWallTheme } from './useTheme';
import { Wall } from './Wall';

export function WallPage() {
  const [params, setParams] = useSearchParams();
  const theme = useWallTheme(params);
  const settings = readSettings(params);
  const change = (next: Partial<WallSettings>) =>
    setParams((current) => writeSettings(current, next), { replace: true });
  if (isKiosk(params)) {
    const leave = () => setParams((current) => without(current, 'kiosk'));
    return (
      <ThemeContext.Provider value={theme}>
        <KioskWall settings={settings} onChange={change} onLeave={leave} />
      </ThemeContext.Provider>
    );
  }
  return <SetUp settings={settings} params={params} theme={theme} onChange={change} />;
}

interface KioskProps {
  settings: WallSettings;
  onChange: (next: Partial<WallSettings>) => void;
  onLeave: () => void;
}

function KioskWall({ settings, onChange, onLeave }: KioskProps) {
  const styles = useStyles2(getStyles);
  const [steps, setSteps] = useState(0);
  const pin = () => {
    const { view } = turnAt(settings, Date.now(), steps);
    onChange({ pin: settings.pin === undefined ? view : undefined });
  };
  return (
    <Portal>
      <section className={styles.section} aria-label={t('wall.title', 'Wall')}>
        <div className={styles.wall}>
          <Wall settings={settings} steps={steps} unattended />
        </div>
        <Controls
          pinned={settings.pin !== undefined}
          onStep={(by) => setSteps((current) => current + by)}
          onPin={pin}
          onLeave={onLeave}
        />
      </section>
    </Portal>
  );
}

function without(params: URLSearchParams, key: string): URLSearchParams {
  const next = new URLSearchParams(params);
  next.delete(key);
  return next;
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({
    position: 'fixed',
    inset: 0,
    display: 'flex',
    flexDirection: 'column',
    zIndex: theme.zIndex.modal,
    background: theme.colors.background.canvas,
  }),
  wall: css({ flexGrow: 1, minHeight: 0 }),
});
