import { createContext, useContext, useEffect } from 'react';

export interface Crumb {
  text: string;
  url?: string;
}

/** Lets a page tell the top bar its breadcrumbs. */
export const CrumbContext = createContext<(crumbs: Crumb[]) => void>(() => {});

/** Sets the window's title and the top bar's breadcrumbs while a page is shown. */
export function usePageTitle(crumbs: Crumb[]) {
  const set = useContext(CrumbContext);
  const key = JSON.stringify(crumbs);
  useEffect(() => {
    const list: Crumb[] = JSON.parse(key);
    set(list);
    document.title = [...list.map((c) => c.text).reverse(), 'Strata devhost'].join(' - ');
  }, [key, set]);
}
