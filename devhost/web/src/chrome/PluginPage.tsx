import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, type NavModelItem, PageLayoutType } from '@grafana/data';
import { type PluginPageProps } from '@grafana/runtime';
import { Tab, TabsBar, useStyles2 } from '@grafana/ui';
import { useLocation } from 'react-router';
import { boot } from '../boot';
import { type Crumb, usePageTitle } from './titles';

/** The page's parents, outermost first, below the app itself. */
function crumbsOf(pageNav?: NavModelItem): Crumb[] {
  const crumbs: Crumb[] = [];
  for (let item = pageNav; item; item = item.parentItem) {
    if (!item.hideFromBreadcrumbs) {
      crumbs.unshift({ text: item.text, url: item.url });
    }
  }
  const own = { text: boot.app.name, url: boot.home };
  return crumbs[0]?.text === own.text ? crumbs : [own, ...crumbs];
}

/** The navigation entry a page without own title belongs to. */
function usePageNav(pageNav?: NavModelItem): NavModelItem | undefined {
  const { pathname } = useLocation();
  const entry = boot.app.pages.find((p) => pathname === p.url || pathname.startsWith(`${p.url}/`));
  return pageNav ?? (entry && { text: entry.text, url: entry.url });
}

/** Grafana's page frame for plugins: title, sub-title, info, actions, tabs and content. */
export function PluginPage({ pageNav: given, layout, children, ...rest }: PluginPageProps) {
  const pageNav = usePageNav(given);
  usePageTitle(crumbsOf(pageNav));
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
