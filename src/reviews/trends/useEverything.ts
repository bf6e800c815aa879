import { useEffect } from 'react';

interface Pages {
  data?: unknown[];
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  fetchNextPage: () => unknown;
}

/** A thousand reviews of 200 each page; figures of more would not change what they say. */
const MOST_PAGES = 5;

/** Loads the pages that follow by themselves, up to a limit. Returns whether more was left out. */
export function useEverything(pages: Pages): boolean {
  const { data = [], hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = pages;
  const more = hasNextPage && data.length < MOST_PAGES;
  useEffect(() => {
    if (more && !isFetchingNextPage && !isFetchNextPageError) {
      fetchNextPage();
    }
  }, [more, isFetchingNextPage, isFetchNextPageError, fetchNextPage, data.length]);
  return hasNextPage && !more;
}
