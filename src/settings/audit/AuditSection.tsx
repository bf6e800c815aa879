import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, LinkButton, Stack, Text, useStyles2 } from '@grafana/ui';

import { auditExportUrl, useAudit, useVerifyAudit } from '../../api/audit';
import { type AuditRecord } from '../../api/types';
import { EmptyState } from '../../ui/EmptyState';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { RelativeTime } from '../../ui/Time';
import { AuditFilters } from './AuditFilters';
import { useAuditFilter } from './useAuditFilter';

/** Who changed what, and when. */
export function AuditSection() {
  const [filter, change] = useAuditFilter();
  const audit = useAudit(filter);
  return (
    <section aria-labelledby="settings-audit">
      <Stack justifyContent="space-between" alignItems="center" wrap="wrap" gap={1}>
        <Text element="h2" variant="h4" id="settings-audit">
          {t('audit.title', 'Record of changes')}
        </Text>
        <Stack gap={1} wrap="wrap">
          <Verify />
          <LinkButton variant="secondary" icon="download-alt" href={auditExportUrl()} target="_blank" download>
            {t('audit.export', 'Export all')}
          </LinkButton>
        </Stack>
      </Stack>
      <AuditFilters filter={filter} onChange={change} />
      {audit.isPending && <Loading />}
      {audit.isError && (
        <QueryError
          title={t('audit.failed', 'The record could not be loaded')}
          error={audit.error}
          stale={audit.data !== undefined}
          onRetry={() => void audit.refetch()}
        />
      )}
      {audit.data && <List records={audit.data} />}
      {audit.hasNextPage && (
        <Button variant="secondary" disabled={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>
          {t('audit.more', 'Show older')}
        </Button>
      )}
    </section>
  );
}

function Verify() {
  const { mutate, isPending, data, error } = useVerifyAudit();
  return (
    <Stack gap={1} alignItems="center" wrap="wrap">
      <span role="status">
        {data?.valid &&
          t('audit.whole', 'Whole: nobody changed one of its {{count}} entries.', {
            count: data.entries,
            defaultValue_one: 'Whole: nobody changed its {{count}} entry.',
          })}
        {data &&
          !data.valid &&
          t('audit.broken', 'Entry {{id}}: {{why}}', {
            id: data.broken,
            why: data.reason,
            interpolation: { escapeValue: false },
          })}
        {error?.message}
      </span>
      <Button variant="secondary" icon={isPending ? 'spinner' : 'shield'} disabled={isPending} onClick={() => mutate()}>
        {t('audit.verify', 'Verify')}
      </Button>
    </Stack>
  );
}

function List({ records }: { records: AuditRecord[] }) {
  const styles = useStyles2(getStyles);
  if (records.length === 0) {
    return (
      <EmptyState icon="history" title={t('audit.none', 'No change found')}>
        {t('audit.none-why', 'Nobody changed a setting, or the filter leaves everything out.')}
      </EmptyState>
    );
  }
  return (
    <ul className={styles.list}>
      {records.map((record) => (
        <li key={record.id} className={styles.item}>
          <div className={styles.line}>
            <strong>{record.login || t('audit.file', 'Provisioning file')}</strong>
            <code>{record.action}</code>
            <span className={styles.object}>{record.object}</span>
            <span className={styles.secondary}>
              <RelativeTime at={record.at} />
            </span>
          </div>
          {Object.keys(record.data).length > 0 && (
            <details>
              <summary>{t('audit.details', 'What changed')}</summary>
              <pre className={styles.data}>{JSON.stringify(record.data, null, 2)}</pre>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: theme.spacing(1, 0, 2) }),
  item: css({ padding: theme.spacing(1, 0), borderBottom: `1px solid ${theme.colors.border.weak}` }),
  line: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', gap: theme.spacing(0.5, 1.5) }),
  object: css({ overflowWrap: 'anywhere' }),
  secondary: css({ color: theme.colors.text.secondary }),
  data: css({ marginTop: theme.spacing(0.5), whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }),
});
