import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Stack, TextLink, useStyles2 } from '@grafana/ui';

import { alertRulesPath, layerPath, signalFormPath } from '../app/nav';
import { ADAPTERS } from '../signals/providers';
import { layerName } from '../ui/layers';
import { isAdmin } from '../ui/user';
import { isCheckable } from './checkValue';
import { EntryDetails } from './EntryDetails';
import { type Cell, type Row } from './rows';

interface Props {
  row: Row;
  onCheck?: (row: Row) => void;
}

/** What each way to see the signal needs, and where to go from here. */
export function RowDetails({ row, onCheck }: Props) {
  const styles = useStyles2(getStyles);
  const { signal, cells } = row;
  const checkable = cells.some(({ entries }) => entries.some(isCheckable));
  return (
    <div className={styles.details}>
      <p>{signal.why}</p>
      <ul className={styles.list}>
        {cells.map((cell) => (
          <CellDetails key={cell.provider} cell={cell} />
        ))}
      </ul>
      <Stack gap={2} wrap="wrap" alignItems="center">
        <Button
          size="sm"
          variant="secondary"
          icon="sync"
          disabled={!checkable || !onCheck}
          tooltip={checkable ? undefined : t('coverage.not-checkable', 'No data source has what the query needs')}
          onClick={() => onCheck?.(row)}
        >
          {t('coverage.check-row', 'Check its values')}
        </Button>
        <TextLink href={layerPath(signal.layer)}>
          {t('coverage.layer-page', 'Page of the layer {{layer}}', {
            layer: layerName(signal.layer),
            interpolation: { escapeValue: false },
          })}
        </TextLink>
        {signal.alert && (
          <TextLink href={alertRulesPath(signal.id)}>{t('coverage.alert-rules', 'Alert rules')}</TextLink>
        )}
        {isAdmin() && (
          <TextLink href={signalFormPath(signal.id)}>{t('coverage.change', 'Change its queries')}</TextLink>
        )}
      </Stack>
    </div>
  );
}

function CellDetails({ cell: { provider, entries, gap } }: { cell: Cell }) {
  const { title } = ADAPTERS[provider];
  if (entries.length > 0) {
    return (
      <>
        {entries.map((entry, index) => (
          <EntryDetails key={entry.key} entry={entry} providerTitle={title} first={index === 0} />
        ))}
      </>
    );
  }
  return gap ? (
    <li>
      <strong>{title}</strong>: {gap}
    </li>
  ) : null;
}

const getStyles = (theme: GrafanaTheme2) => ({
  details: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    padding: theme.spacing(0.5, 1, 1.5, 3.5),
    overflowWrap: 'anywhere',
    [theme.breakpoints.down('sm')]: { paddingLeft: theme.spacing(1) },
  }),
  list: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.75), listStyle: 'none' }),
});
