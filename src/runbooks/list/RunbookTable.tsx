import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, Stack, TextLink, useStyles2 } from '@grafana/ui';

import { type RunbookSummary } from '../../api/runbooks';
import { prefixRoute, runbookRoute } from '../../app/nav';
import { originName, runbookKindName } from '../../ui/runbook/names';
import { RelativeTime } from '../../ui/Time';
import { helpedShare } from '../share';
import { Verified } from '../Verified';

/** Stands where there is nothing to count. */
const NONE = '–';

export function RunbookTable({ runbooks }: { runbooks: RunbookSummary[] }) {
  const styles = useStyles2(getStyles);
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th>{t('runbooks.column.title', 'Runbook')}</th>
          <th className={styles.wide}>{t('runbooks.column.alerts', 'Alerts')}</th>
          <th>{t('runbooks.column.verified', 'Verified')}</th>
          <th className={styles.wide}>{t('runbooks.column.used', 'Used in a year')}</th>
          <th className={styles.wide}>{t('runbooks.column.helped', 'Steps that helped')}</th>
          <th className={styles.wide}>{t('runbooks.column.remarks', 'Wrong / missing')}</th>
        </tr>
      </thead>
      <tbody>
        {runbooks.map((runbook) => (
          <tr key={runbook.id}>
            <td>
              <TextLink inline={false} href={prefixRoute(runbookRoute(runbook.id))}>
                {runbook.title}
              </TextLink>
              <Marks runbook={runbook} />
            </td>
            <td className={styles.wide}>{runbook.signals.length || NONE}</td>
            <td>
              <Verified summary={runbook} />
            </td>
            <td className={styles.wide}>
              {runbook.use.lastUsedAt ? (
                <>
                  {t('runbooks.used', '{{count}} times, last', {
                    count: runbook.use.runs,
                    defaultValue_one: '{{count}} time, last',
                  })}{' '}
                  <RelativeTime at={runbook.use.lastUsedAt} />
                </>
              ) : (
                NONE
              )}
            </td>
            <td className={styles.wide}>{helpedShare(runbook.use)}</td>
            <td className={styles.wide}>{`${runbook.use.wrong} / ${runbook.use.missing}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Marks({ runbook }: { runbook: RunbookSummary }) {
  const styles = useStyles2(getStyles);
  return (
    <Stack gap={1} wrap="wrap" alignItems="center">
      <span className={styles.id}>{runbook.id}</span>
      {runbook.kind !== 'incident' && <Badge color="blue" text={runbookKindName(runbook.kind)} />}
      {runbook.origin !== 'builtin' && <Badge color="purple" text={originName(runbook)} />}
      {!runbook.readable && <Badge color="red" text={t('runbooks.unreadable', 'Cannot be read')} />}
      {runbook.missing.length > 0 && (
        <Badge
          color="orange"
          text={t('runbooks.incomplete', '{{count}} sections missing', {
            count: runbook.missing.length,
            defaultValue_one: '{{count}} section missing',
          })}
        />
      )}
    </Stack>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  wide: css({ [theme.breakpoints.down('md')]: { display: 'none' } }),
  id: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  table: css({
    width: '100%',
    'th, td': {
      padding: theme.spacing(0.75, 1),
      textAlign: 'left',
      verticalAlign: 'top',
      borderBottom: `1px solid ${theme.colors.border.weak}`,
      overflowWrap: 'anywhere',
      fontVariantNumeric: 'tabular-nums',
    },
  }),
});
