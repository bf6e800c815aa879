import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, Button, Stack, useStyles2 } from '@grafana/ui';

import { BUILT_IN, type Runbook, type RunbookVersion, useChangeRunbook } from '../../api/runbooks';
import { ChangeError } from '../../ui/ChangeError';
import { RelativeTime } from '../../ui/Time';
import { textRefusal } from '../role';
import { Difference } from './Difference';

interface Props {
  runbook: Runbook;
  /** Newest first. */
  versions: RunbookVersion[];
}

export function VersionList({ runbook, versions }: Props) {
  const styles = useStyles2(getStyles);
  const { summary, revision } = runbook;
  const [shown, setShown] = useState<number>();
  const change = useChangeRunbook(summary.id);
  const refusal = textRefusal(summary);
  const current = summary.origin === 'own' ? summary.version : undefined;
  const rows = [...versions, ...(summary.builtIn ? [undefined] : [])];
  return (
    <Stack direction="column" gap={2}>
      {change.error && <ChangeError title={t('runbook.change-failed', 'It was not changed')} error={change.error} />}
      <ol className={styles.list}>
        {rows.map((row, index) => {
          const version = row?.version ?? BUILT_IN;
          const inEffect = row ? version === current : summary.origin === 'builtin';
          const before = rows[index + 1];
          const hasBefore = index + 1 < rows.length;
          return (
            <li key={version} className={styles.row}>
              <div className={styles.head}>
                <strong>
                  {row
                    ? t('runbook.version', 'Version {{version}}', { version })
                    : t('runbook.origin.builtin', 'Built in')}
                </strong>
                {inEffect && <Badge color="green" text={t('runbook.in-effect', 'In effect')} />}
                {row && (
                  <span>
                    {row.createdBy} <RelativeTime at={row.createdAt} />
                  </span>
                )}
                {row?.comment && <span>{row.comment}</span>}
              </div>
              <Stack gap={1} wrap="wrap">
                {hasBefore && (
                  <Button
                    size="sm"
                    variant="secondary"
                    aria-expanded={shown === version}
                    onClick={() => setShown(shown === version ? undefined : version)}
                  >
                    {t('runbook.changes', 'What changed')}
                  </Button>
                )}
                {!inEffect && (
                  <Button
                    size="sm"
                    variant="secondary"
                    icon="history"
                    disabled={refusal !== undefined || change.isPending}
                    tooltip={refusal}
                    onClick={() => change.mutate({ action: 'revert', version, revision })}
                  >
                    {t('runbook.go-back', 'Go back to this')}
                  </Button>
                )}
              </Stack>
              {shown === version && <Difference id={summary.id} from={before?.version ?? BUILT_IN} to={version} />}
            </li>
          );
        })}
      </ol>
    </Stack>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none' }),
  row: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    padding: theme.spacing(1.5, 0),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  head: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', gap: theme.spacing(0, 1.5) }),
});
