import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Text, useStyles2 } from '@grafana/ui';

import { useRetention } from '../../api/store';
import { type RetentionKind } from '../../api/types';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { lengthText } from './lengthText';

/** The backend counts no further. */
const MOST_COUNTED = 5000;

/** How long records are kept, and what the next turns would delete. */
export function RetentionSection() {
  const styles = useStyles2(getStyles);
  const retention = useRetention();
  return (
    <section aria-labelledby="settings-retention">
      <Text element="h2" variant="h4" id="settings-retention">
        {t('retention.title', 'How long records are kept')}
      </Text>
      {retention.isPending && <Loading />}
      {retention.isError && (
        <QueryError
          title={t('retention.failed', 'The retention could not be loaded')}
          error={retention.error}
          stale={retention.data !== undefined}
          onRetry={() => void retention.refetch()}
        />
      )}
      {retention.data && (
        <div className={styles.frame}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('retention.kind', 'Records')}</th>
                <th scope="col">{t('retention.kept', 'Kept for')}</th>
                <th scope="col">{t('retention.old', 'Deleted next')}</th>
              </tr>
            </thead>
            <tbody>
              {retention.data.map(({ kind, keptSeconds, old }) => (
                <tr key={kind} data-kind={kind}>
                  <th scope="row">{kindText(kind)}</th>
                  <td>{keptSeconds === undefined ? t('retention.forever', 'ever') : lengthText(keptSeconds)}</td>
                  <td>{old >= MOST_COUNTED ? t('retention.many', '{{old}} or more', { old }) : old}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className={styles.hint}>
        {t(
          'retention.how',
          'Set as jsonData.retention in the provisioning file. Incidents that are open, still fire, or whose review is not published are never deleted.'
        )}
      </p>
    </section>
  );
}

function kindText(kind: RetentionKind['kind']): string {
  switch (kind) {
    case 'incidents':
      return t('retention.incidents', 'Incidents that are over');
    case 'receipts':
      return t('retention.receipts', 'Receipts of deliveries');
    case 'deadLetters':
      return t('retention.dead-letters', 'Deliveries that could not be used');
    case 'outbox':
      return t('retention.outbox', 'Messages that were sent or given up');
    case 'audit':
      return t('retention.audit', 'Record of changes');
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  frame: css({ overflowX: 'auto', marginTop: theme.spacing(1) }),
  table: css({ 'th, td': { padding: theme.spacing(0.75, 2, 0.75, 0), textAlign: 'left', verticalAlign: 'top' } }),
  hint: css({ color: theme.colors.text.secondary, marginTop: theme.spacing(1) }),
});
