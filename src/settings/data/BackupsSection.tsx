import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Stack, Text, useStyles2 } from '@grafana/ui';

import { useBackups, useMakeBackup } from '../../api/store';
import { type BackupList } from '../../api/types';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { RelativeTime } from '../../ui/Time';
import { lengthText } from './lengthText';

const MIB = 1024 * 1024;

/** Copies of the SQLite file, and the button that makes one. */
export function BackupsSection() {
  const styles = useStyles2(getStyles);
  const backups = useBackups();
  const make = useMakeBackup();
  return (
    <section className={styles.section} aria-labelledby="settings-backups">
      <Stack justifyContent="space-between" alignItems="center" wrap="wrap" gap={1}>
        <Text element="h2" variant="h4" id="settings-backups">
          {t('backups.title', 'Copies of the SQLite file')}
        </Text>
        <Button
          variant="secondary"
          icon={make.isPending ? 'spinner' : 'save'}
          disabled={make.isPending}
          onClick={() => make.mutate()}
        >
          {t('backups.make', 'Make a copy now')}
        </Button>
      </Stack>
      {make.error && <QueryError title={t('backups.not-made', 'No copy was made')} error={make.error} />}
      {backups.isPending && <Loading />}
      {backups.isError && (
        <QueryError
          title={t('backups.failed', 'The copies could not be loaded')}
          error={backups.error}
          stale={backups.data !== undefined}
          onRetry={() => void backups.refetch()}
        />
      )}
      {backups.data && <List list={backups.data} />}
    </section>
  );
}

function List({ list: { backups, keep, everySeconds } }: { list: BackupList }) {
  const styles = useStyles2(getStyles);
  return (
    <>
      <p>
        {everySeconds === undefined
          ? t(
              'backups.by-hand',
              'None is made by itself; jsonData.backup.every changes that. At most {{keep}} are kept.',
              {
                keep,
              }
            )
          : t('backups.every', 'One is made every {{every}}; at most {{keep}} are kept.', {
              every: lengthText(everySeconds),
              keep,
            })}
      </p>
      {backups.length === 0 && <p>{t('backups.none', 'There is no copy yet.')}</p>}
      <ul className={styles.list}>
        {backups.map(({ slot, path, at, bytes }) => (
          <li key={slot}>
            <code className={styles.path}>{path}</code>{' '}
            {t('backups.size', '{{size}} MiB,', { size: (bytes / MIB).toFixed(1) })} <RelativeTime at={at} />
          </li>
        ))}
      </ul>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ marginTop: theme.spacing(4) }),
  list: css({ listStyle: 'none', marginTop: theme.spacing(1) }),
  path: css({ overflowWrap: 'anywhere' }),
});
