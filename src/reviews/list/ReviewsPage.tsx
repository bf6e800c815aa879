import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Tab, TabsBar, useStyles2 } from '@grafana/ui';
import { useSearchParams } from 'react-router-dom';

import { navUrl, ROUTES } from '../../app/nav';
import { ActionsTab } from '../actions/ActionsTab';
import { TrendsTab } from '../trends/TrendsTab';
import { ImportReview } from './ImportReview';
import { ReviewList } from './ReviewList';
import { readTab, type ReviewsTab, TABS } from './view';
import { Page } from '../../ui/Page';

const CONTENT: Record<ReviewsTab, () => React.ReactNode> = {
  reviews: ReviewList,
  actions: ActionsTab,
  trends: TrendsTab,
};

/** What was learned from incidents, and what is still to be done about them. */
export function ReviewsPage() {
  const styles = useStyles2(getStyles);
  const [params] = useSearchParams();
  const open = readTab(params);
  const Content = CONTENT[open];
  return (
    <Page
      width="list"
      pageNav={{ text: t('reviews.title', 'Reviews'), url: navUrl(ROUTES.reviews) }}
      subTitle={t('reviews.subtitle', 'What was learned from incidents, and what is done about it')}
      actions={<ImportReview />}
    >
      <div className={styles.tabs}>
        <TabsBar>
          {TABS.map((tab) => (
            <Tab key={tab} label={tabName(tab)} active={tab === open} href={navUrl(hrefOf(tab))} />
          ))}
        </TabsBar>
      </div>
      <div className={styles.content}>
        <Content />
      </div>
    </Page>
  );
}

function hrefOf(tab: ReviewsTab): string {
  return tab === 'reviews' ? ROUTES.reviews : `${ROUTES.reviews}?tab=${tab}`;
}

function tabName(tab: ReviewsTab): string {
  switch (tab) {
    case 'reviews':
      return t('reviews.tab.reviews', 'Reviews');
    case 'actions':
      return t('reviews.tab.actions', 'Actions');
    case 'trends':
      return t('reviews.tab.trends', 'Trends');
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  tabs: css({ overflowX: 'auto', overflowY: 'hidden' }),
  content: css({ padding: theme.spacing(2, 0, 4) }),
});
