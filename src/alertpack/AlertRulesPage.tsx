import React from 'react';
import { t } from '@grafana/i18n';

import { navUrl, ROUTES } from '../app/nav';
import { Loading } from '../ui/Loading';
import { QueryError } from '../ui/QueryError';
import { Page } from '../ui/Page';
import { LeftOut } from './LeftOut';
import { PackFile } from './PackFile';
import { PackOptions } from './PackOptions';
import { RuleTable } from './RuleTable';
import { useAlertPackData } from './useAlertPackData';
import { usePackView } from './usePackView';

export function AlertRulesPage() {
  const [view, change] = usePackView();
  const { index, found, sources, pack } = useAlertPackData(view);
  return (
    <Page
      width="list"
      pageNav={{ text: t('alert-rules.title', 'Alert rules'), url: navUrl(ROUTES.alertRules) }}
      subTitle={t(
        'alert-rules.subtitle',
        'The alerts of the catalog as a file for Grafana Alerting or Prometheus, with your own thresholds'
      )}
    >
      <PackOptions view={view} sources={sources} found={found} onChange={change} />
      {index.isError && (
        <QueryError
          title={t('alert-rules.index-failed', 'The signal catalog could not be loaded')}
          error={index.error}
          onRetry={() => void index.refetch()}
        />
      )}
      {pack.isError && (
        <QueryError
          title={t('alert-rules.failed', 'The alert rules could not be made')}
          error={pack.error}
          stale={pack.data !== undefined}
          onRetry={() => void pack.refetch()}
        />
      )}
      {!pack.data && !pack.isError && <Loading />}
      {pack.data && (
        <>
          <PackFile pack={pack.data} />
          <RuleTable rules={pack.data.rules} signals={index.data?.signals ?? []} view={view} onChange={change} />
          {index.data && <LeftOut rules={pack.data.rules} signals={index.data.signals} view={view} found={found} />}
        </>
      )}
    </Page>
  );
}
