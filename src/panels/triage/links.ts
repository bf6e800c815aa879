import { type LinkModel, locationUtil } from '@grafana/data';

import { type ItemLink } from '../../board/item';
import { type Source } from './sources';

/**
 * An address that may be followed: http(s), or a path of this Grafana, which comes without its sub-path. Whatever else stands in the
 * data, such as javascript: or a path that begins with two slashes, is no address.
 */
export function hrefOf(text: string): string | undefined {
  const url = text.trim();
  if (/^https?:\/\//i.test(url)) {
    return url;
  }
  return /^\/(?![/\\])/.test(url) ? locationUtil.stripBaseFromUrl(url) : undefined;
}

/** The data links of a row, those of its title first, each address once. */
export function linksOf(source: Source, row: number, title: string | undefined): ItemLink[] {
  const names = title === undefined ? source.names : [title, ...source.names];
  const fields = new Set(names.flatMap((name) => source.field(name) ?? []));
  const valueRowIndex = source.index(row);
  const found = [...fields].flatMap((field) => field.getLinks?.({ valueRowIndex }) ?? []);
  const byHref = new Map<string, ItemLink>();
  for (const link of found.flatMap(itemLink)) {
    byHref.set(link.href, byHref.get(link.href) ?? link);
  }
  return [...byHref.values()];
}

function itemLink({ href, title, target }: LinkModel): ItemLink[] {
  const safe = hrefOf(href);
  return safe ? [{ href: safe, title: title || safe, newTab: target === '_blank' }] : [];
}
