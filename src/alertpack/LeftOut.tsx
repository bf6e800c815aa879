import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, TextLink, useStyles2 } from '@grafana/ui';

import { useOwnSignals } from '../api/ownSignals';
import { type AlertPackRule, type OwnSignalRecord, type SignalSummary } from '../api/types';
import { coveragePath } from '../app/nav';
import { ChangeError } from '../ui/ChangeError';
import { isAdmin } from '../ui/user';
import { leftOut, reasonText } from './leftOut';
import { type PackView } from './packQuery';
import { type Found } from './useAlertPackData';
import { useRuleChange } from './useRuleChange';

interface Props {
  rules: AlertPackRule[];
  signals: SignalSummary[];
  view: PackView;
  found: Found;
}

/** Alerts of the catalog that are not in the file, so that nobody takes the file for all of them. */
export function LeftOut({ rules, signals, view, found }: Props) {
  const styles = useStyles2(getStyles);
  const own = useOwnSignals();
  const list = leftOut(rules, signals, view, found.exporters, own.data);
  if (list.length === 0) {
    return null;
  }
  return (
    <details>
      <summary>
        {t('alert-rules.left-out.label', 'Signals whose alert is not in the file: {{signals}}', {
          signals: list.length,
        })}
      </summary>
      <ul className={styles}>
        {list.map((one) => (
          <li key={one.signal.id}>
            <TextLink href={coveragePath(one.signal.id)}>{one.signal.title}</TextLink>
            {': '}
            {reasonText(one)}
            {one.reason === 'off' && (
              <SwitchOn signal={one.signal} record={own.data?.find(({ signal }) => signal.id === one.signal.id)} />
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

function SwitchOn({ signal, record }: { signal: SignalSummary; record?: OwnSignalRecord }) {
  const change = useRuleChange(signal, record, () => undefined);
  if (!isAdmin() || !record || record.provisioned) {
    return null;
  }
  return (
    <>
      {' '}
      <Button size="sm" variant="secondary" icon="power" disabled={change.isPending} onClick={change.switchOn}>
        {t('alert-rules.on', 'Switch on')}
      </Button>
      {change.error && <ChangeError title={t('alert-rules.not-on', 'It was not switched on')} error={change.error} />}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({ margin: theme.spacing(1, 0, 0), paddingLeft: theme.spacing(3), li: { marginBottom: theme.spacing(0.5) } });
