import { locationUtil } from '@grafana/data';

/** Links to paths of this Grafana, which stand in records without its sub-path, get it; so they also open in a new tab. */
export function belowSubPath(markdown: string): string {
  return markdown.replace(/\]\((<?)(\/(?!\/)[^)>\s]*)/g, (_, open: string, path: string) => {
    return `](${open}${locationUtil.assureBaseUrl(path)}`;
  });
}
