import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Stack, Text, useStyles2 } from '@grafana/ui';

import { useMaintenance } from '../../api/quiet';
import { EmptyState } from '../../ui/EmptyState';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { isEditor } from '../../ui/user';
import { WindowCard } from './WindowCard';
import { WindowForm } from './WindowForm';

/** Planned work: which alerts open no incident, or a quiet one, and when. */
export function MaintenanceSection() {
  const styles = useStyles2(getStyles);
  const windows = useMaintenance();
  const [creating, setCreating] = useState(false);
  const may = isEditor();
  return (
    <section aria-labelledby="settings-maintenance" className={styles.section}>
      <Stack justifyContent="space-between" alignItems="center" wrap="wrap" gap={1}>
        <Text element="h2" variant="h4" id="settings-maintenance">
          {t('maintenance.title', 'Maintenance windows')}
        </Text>
        {!creating && (
          <Button
            icon="plus"
            disabled={!may}
            tooltip={may ? undefined : t('maintenance.editors', 'Editors plan maintenance')}
            onClick={() => setCreating(true)}
          >
            {t('maintenance.create', 'Plan maintenance')}
          </Button>
        )}
      </Stack>
      {creating && <WindowForm onClose={() => setCreating(false)} />}
      {windows.isPending && <Loading />}
      {windows.isError && (
        <QueryError
          title={t('maintenance.failed', 'The maintenance windows could not be loaded')}
          error={windows.error}
          stale={windows.data !== undefined}
          onRetry={() => void windows.refetch()}
        />
      )}
      {windows.data?.length === 0 && (
        <EmptyState icon="calendar-alt" title={t('maintenance.none', 'No maintenance is planned')}>
          {t('maintenance.none-why', 'Plan it before you work on a system, so that its alerts wake nobody.')}
        </EmptyState>
      )}
      <ul className={styles.list}>
        {windows.data?.map((window) => (
          <WindowCard key={window.id} window={window} />
        ))}
      </ul>
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ marginTop: theme.spacing(3) }),
  list: css({
    listStyle: 'none',
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    marginTop: theme.spacing(1),
  }),
});
