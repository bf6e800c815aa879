import React, { useId } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { locationService } from '@grafana/runtime';
import { Combobox, LinkButton, Stack, Text, useStyles2 } from '@grafana/ui';

import { useCatalogIndex } from '../../api/catalogIndex';
import { useOwnSignals } from '../../api/ownSignals';
import { type OwnSignalRecord, type SignalSummary } from '../../api/types';
import { navUrl, ROUTES, signalFormPath } from '../../app/nav';
import { EmptyState } from '../../ui/EmptyState';
import { HiddenLabel } from '../../ui/HiddenLabel';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { isAdmin } from '../../ui/user';
import { CopyYaml } from './CopyYaml';
import { SignalCard } from './SignalCard';

/** What this installation added to the catalog or changed in it. */
export function SignalsSection() {
  const styles = useStyles2(getStyles);
  const own = useOwnSignals();
  const index = useCatalogIndex();
  const signals = index.data?.signals ?? [];
  return (
    <section className={styles.section} aria-labelledby="settings-signals">
      <Stack justifyContent="space-between" alignItems="center" wrap="wrap" gap={1}>
        <Text element="h2" variant="h4" id="settings-signals">
          {t('own-signals.title', 'Signals')}
        </Text>
        {isAdmin() && (
          <Stack gap={1} wrap="wrap">
            <ChangeBuiltIn signals={signals} />
            <LinkButton icon="plus" href={navUrl(ROUTES.signalForm)}>
              {t('own-signals.add', 'Add a signal')}
            </LinkButton>
          </Stack>
        )}
      </Stack>
      {own.isPending && <Loading />}
      {own.isError && (
        <QueryError
          title={t('own-signals.failed', 'The own signals could not be loaded')}
          error={own.error}
          stale={own.data !== undefined}
          onRetry={() => void own.refetch()}
        />
      )}
      {own.data && <List records={own.data} signals={signals} />}
    </section>
  );
}

function ChangeBuiltIn({ signals }: { signals: SignalSummary[] }) {
  const options = signals.map(({ id, title }) => ({ value: id, label: title, description: id }));
  const id = useId();
  return (
    <>
      <HiddenLabel htmlFor={id}>{t('own-signals.change', 'Change a built-in signal')}</HiddenLabel>
      <Combobox
        id={id}
        placeholder={t('own-signals.change', 'Change a built-in signal')}
        width={32}
        options={options}
        value={null}
        onChange={({ value }) => locationService.push(signalFormPath(value))}
      />
    </>
  );
}

function List({ records, signals }: { records: OwnSignalRecord[]; signals: SignalSummary[] }) {
  const styles = useStyles2(getStyles);
  if (records.length === 0) {
    return (
      <EmptyState icon="sliders-v-alt" title={t('own-signals.none', 'Only the built-in catalog')}>
        {t(
          'own-signals.none-why',
          'Add what only you have: orders per minute, a queue of your own, a metric under another name. It gets a panel on its layer page, a row on the coverage page and a rule in the alert pack. Built-in signals can get other queries and thresholds, or be switched off.'
        )}
      </EmptyState>
    );
  }
  return (
    <>
      <ul className={styles.list}>
        {records.map((record) => (
          <SignalCard
            key={record.signal.id}
            record={record}
            summary={signals.find(({ id }) => id === record.signal.id)}
          />
        ))}
      </ul>
      <CopyYaml signals={() => records.map(({ signal }) => signal)} />
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), marginTop: theme.spacing(4) }),
  list: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), listStyle: 'none' }),
});
