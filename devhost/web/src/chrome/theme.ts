import { type GrafanaTheme2, ThemeContext, createTheme } from '@grafana/data';
import { ThemeChangedEvent, config } from '@grafana/runtime';
import { useContext, useEffect, useLayoutEffect, useState } from 'react';
import { appEvents } from '../runtime/appEvents';

/** How long the second key of a pair may take, in milliseconds. */
const pairMs = 1000;

/** Switches between dark and light without loading the page again, as Grafana does. */
export function switchTheme() {
  const mode = config.theme2.isDark ? 'light' : 'dark';
  appEvents.publish(new ThemeChangedEvent(createTheme({ colors: { mode } })));
}

/** The theme of the page, which also changes for code that reads it from the config. */
export function useLiveTheme(): GrafanaTheme2 {
  const [theme, setTheme] = useState(config.theme2);
  useEffect(() => {
    const changes = appEvents.subscribe(ThemeChangedEvent, ({ payload }) => {
      config.theme2 = payload;
      setTheme(payload);
    });
    return () => changes.unsubscribe();
  }, []);
  useLayoutEffect(() => {
    document.body.classList.toggle('theme-dark', theme.isDark);
    document.body.classList.toggle('theme-light', !theme.isDark);
  }, [theme]);
  return theme;
}

/** The keys c and r, one after the other, switch the theme: as in Grafana, where they do so until the next load. */
export function useThemeKeys() {
  useEffect(() => {
    let pressed = 0;
    const onKey = ({ key, target, timeStamp }: KeyboardEvent) => {
      const typing = target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable=true]');
      if (!typing && key === 'r' && timeStamp - pressed < pairMs) {
        switchTheme();
      }
      pressed = !typing && key === 'c' ? timeStamp : -pairMs;
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

/** Whether the page is dark now; the component is drawn again when that changes. */
export const useIsDark = () => useContext(ThemeContext).isDark;
