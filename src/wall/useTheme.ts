import { useMemo } from 'react';
import { createTheme, type GrafanaTheme2 } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';

/** Walls are dark, whatever the user has chosen, unless the address names a theme (`?theme=light`, which is Grafana's own). */
export function useWallTheme(params: URLSearchParams): GrafanaTheme2 {
  const own = useTheme2();
  const asked = params.has('theme');
  return useMemo(() => (asked || own.isDark ? own : createTheme({ colors: { mode: 'dark' } })), [asked, own]);
}
