import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, type NavModelItem, PageLayoutType } from '@grafana/data';
import { type PluginPageProps } from '@grafana/runtime';
import { Tab, TabsBar, useStyles2 } from '@grafana/ui';
import { useLocation } from 'react-router';
import { boot, type NavPage, withSubPath } from '../boot';
import { type Crumb, usePageTitle } from './titles';

/**
 * App, navigation entry, then the page's parents and the page with its active tab, by Grafana's rule: an entry is left out
 * only if the outermost of the page's own crumbs has the same path, and a tab only if it is the first.
 */
function crumbsOf(pageNav: NavModelItem | undefined, entry: NavPage | undefined): Crumb[] {
  const crumbs: Crumb[] = [];
  let outermost: string | undefined;
  for (let item = pageNav; item; item = item.parentItem) {
    outermost = item.url?.split('?')[0];
    if (!item.hideFromBreadcrumbs) {
      crumbs.unshift({ text: item.text, url: item.url }, ...laterTab(item));
    }
  }
  // The default page is the app's own entry.
  const section = entry && entry.url !== boot.home && { text: entry.text, url: withSubPath(entry.url) };
  const own = { text: boot.app.name, url: withSubPath(boot.home) };
  const isOwn = crumbs[0]?.text === own.text;
  return [...(isOwn ? [] : [own]), ...(section && section.url !== outermost ? [section] : []), ...crumbs];
}

function laterTab({ children = [] }: NavModelItem): Crumb[] {
  const index = children.findIndex((tab) => tab.active);
  return children.slice(index, index + 1).flatMap(({ text, url }) => (index > 0 ? [{ text, url }] : []));
}

/** The navigation entry that a page belongs to. */
function useEntry(): NavPage | undefined {
  const { pathname } = useLocation();
  return boot.app.pages.find((p) => pathname === p.url || pathname.startsWith(`${p.url}/`));
}

/** Grafana's page frame for plugins: title, sub-title, info, actions, tabs and content. */
export function PluginPage({ pageNav: given, layout, children, ...rest }: PluginPageProps) {
  const entry = useEntry();
  const pageNav = given ?? (entry && { text: entry.text });
  usePageTitle(crumbsOf(given, entry));
  const styles = useStyles2(getStyles);
  if (layout === PageLayoutType.Custom) {
    return <>{children}</>;
  }
  return (
    <div className={styles.page}>
      {layout !== PageLayoutType.Canvas && pageNav && <PageHeader pageNav={pageNav} {...rest} />}
      <div className={styles.content}>{children}</div>
    </div>
  );
}

type HeaderProps = Omit<PluginPageProps, 'children' | 'layout' | 'pageNav'> & { pageNav: NavModelItem };

function PageHeader({ pageNav, renderTitle, subTitle, info, actions }: HeaderProps) {
  const styles = useStyles2(getStyles);
  const tabs = pageNav.children?.filter((t) => !t.hideFromTabs) ?? [];
  const sub = subTitle ?? pageNav.subTitle;
  return (
    <div>
      <div className={styles.header}>
        <div className={styles.titles}>
          {pageNav.img && <img className={styles.image} src={pageNav.img} alt="" />}
          {renderTitle ? renderTitle(pageNav.text) : <h1 className={styles.title}>{pageNav.text}</h1>}
        </div>
        {info && (
          <dl className={styles.info}>
            {info.map((item) => (
              <div key={item.label}>
                <dt className={styles.label}>{item.label}</dt>
                <dd>{item.value}</dd>
              </div>
            ))}
          </dl>
        )}
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
      {sub && <div className={styles.sub}>{sub}</div>}
      {tabs.length > 0 && (
        <TabsBar className={styles.tabs}>
          {tabs.map((tab) => (
            <Tab
              key={tab.url ?? tab.text}
              label={tab.text}
              active={tab.active}
              href={tab.url}
              icon={tab.icon as never}
              counter={tab.tabCounter}
              suffix={tab.tabSuffix}
            />
          ))}
        </TabsBar>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({
    display: 'flex',
    flexDirection: 'column',
    flexGrow: 1,
    padding: theme.spacing(3),
    [theme.breakpoints.down('md')]: { padding: theme.spacing(2) },
  }),
  content: css({ display: 'flex', flexDirection: 'column', flexGrow: 1, minHeight: 0 }),
  header: css({
    alignItems: 'flex-start',
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1, 3),
    marginBottom: theme.spacing(1),
  }),
  titles: css({ alignItems: 'center', display: 'flex', flexGrow: 1, gap: theme.spacing(1) }),
  title: css({ margin: 0 }),
  image: css({ height: 32, width: 32 }),
  sub: css({ color: theme.colors.text.secondary, marginBottom: theme.spacing(1) }),
  info: css({ display: 'flex', gap: theme.spacing(3), margin: 0 }),
  label: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightRegular,
  }),
  actions: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) }),
  tabs: css({ marginBottom: theme.spacing(2) }),
});
