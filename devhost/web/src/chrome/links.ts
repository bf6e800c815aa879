import { locationUtil } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { useEffect } from 'react';

/** Paths that the Go host answers itself, so they must not become a route of this page. */
const hostPaths = /^\/(api|public|login|logout)(\/|$|\?)/;

function targetOf(event: MouseEvent): string | undefined {
  const modified = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0;
  const anchor = event.target instanceof Element ? event.target.closest('a') : null;
  if (
    modified ||
    event.defaultPrevented ||
    !anchor ||
    (anchor.target && anchor.target !== '_self') ||
    anchor.hasAttribute('download')
  ) {
    return undefined;
  }
  const href = anchor.getAttribute('href');
  const url = href && !href.startsWith('#') ? new URL(anchor.href, window.location.href) : undefined;
  if (!url || url.origin !== window.location.origin) {
    return undefined;
  }
  const path = locationUtil.stripBaseFromUrl(url.pathname + url.search + url.hash);
  return hostPaths.test(path) ? undefined : path;
}

/** Turns clicks on plain links of this host into navigation without a page load, as Grafana does. */
export function useSpaLinks() {
  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      const path = targetOf(event);
      if (path) {
        event.preventDefault();
        locationService.push(path);
      }
    };
    document.addEventListener('click', onClick);
    return () => document.removeEventListener('click', onClick);
  }, []);
}
