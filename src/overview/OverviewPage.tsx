import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { DataSourcePicker, PluginPage } from '@grafana/runtime';
import { Stack, Text, useStyles2 } from '@grafana/ui';
import { useSearchParams } from 'react-router-dom';

import { useOverview } from '../api/overview';
import { URL_KEYS } from '../app/nav';
import { choosePrometheus, PROMETHEUS } from '../signals/dataSource';
import { LiveIndicator } from '../ui/LiveIndicator';
import { QueryError } from '../ui/QueryError';
import { VERY_WIDE } from '../ui/wide';
import { Health } from './Health';
import { OpenCounts } from './OpenCounts';
import { OpenIncidents } from './OpenIncidents';
import { SetUpNotice } from './SetUpNotice';

export function OverviewPage() {
  const styles = useStyles2(getStyles);
  const overview = useOverview();
  const [params, setParams] = useSearchParams();
  const source = choosePrometheus(params.get(URL_KEYS.dataSource));
  const chooseSource = (uid: string) =>
    setParams((current) => withParam(current, URL_KEYS.dataSource, uid), { replace: true });
  return (
    // Without an address: it is that of the app's own crumb, which Grafana would leave out.
    <PluginPage
      pageNav={{ text: t('overview.title', 'Overview') }}
      subTitle={t('overview.subtitle', 'Services in four layers, and what people work on now')}
      actions={<LiveIndicator dataAt={overview.dataUpdatedAt} />}
    >
      {overview.isError && (
        <QueryError
          title={t('overview.failed', 'Incidents and firing alerts could not be loaded')}
          error={overview.error}
          stale={overview.data !== undefined}
          onRetry={() => void overview.refetch()}
        />
      )}
      <SetUpNotice />
      {overview.data && <OpenCounts overview={overview.data} />}
      <div className={styles.columns}>
        <section className={styles.part} aria-labelledby="overview-health">
          <Stack justifyContent="space-between" alignItems="center" wrap="wrap" gap={1}>
            <Text element="h2" variant="h4" id="overview-health">
              {t('overview.health', 'Health now')}
            </Text>
            {source && <SourcePicker uid={source.uid} onChange={chooseSource} />}
          </Stack>
          <Health overview={overview.data} source={source} />
        </section>
        <section className={styles.part} aria-labelledby="overview-incidents">
          <Text element="h2" variant="h4" id="overview-incidents">
            {t('overview.incidents', 'Open incidents')}
          </Text>
          <OpenIncidents />
        </section>
      </div>
    </PluginPage>
  );
}

function SourcePicker({ uid, onChange }: { uid: string; onChange: (uid: string) => void }) {
  const id = 'overview-data-source';
  return (
    <Stack alignItems="center" gap={1}>
      <label htmlFor={id}>{t('overview.data-source', 'Data source')}</label>
      <DataSourcePicker
        inputId={id}
        current={uid}
        pluginId={PROMETHEUS}
        noDefault
        width={30}
        onChange={(settings) => onChange(settings.uid)}
      />
    </Stack>
  );
}

function withParam(params: URLSearchParams, key: string, value: string): URLSearchParams {
  const next = new URLSearchParams(params);
  next.set(key, value);
  return next;
}

const getStyles = (theme: GrafanaTheme2) => ({
  columns: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    alignItems: 'start',
    gap: theme.spacing(4),
    [VERY_WIDE]: { gridTemplateColumns: 'repeat(2, minmax(0, 1fr))' },
  }),
  part: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), minWidth: 0 }),
});
