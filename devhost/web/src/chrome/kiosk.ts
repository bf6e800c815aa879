import { useLocation } from 'react-router';

const barHeight = 40;

/** Kiosk mode hides the host's chrome: ?kiosk, ?kiosk=1 or ?kiosk=true, as in Grafana 13. */
export function useKiosk(): boolean {
  return isKiosk(useLocation().search);
}

export function isKiosk(search: string): boolean {
  const value = new URLSearchParams(search).get('kiosk');
  return value !== null && ['', '1', 'true'].includes(value);
}

/** How much of the window's top the chrome covers, in pixels. */
export const headerHeight = () => (isKiosk(window.location.search) ? 0 : barHeight);
