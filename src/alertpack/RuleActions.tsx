import React, { type PropsWithChildren, useState } from 'react';
import { t } from '@grafana/i18n';
import { Button, Stack } from '@grafana/ui';

import { type OwnSignalRecord, type SignalSummary } from '../api/types';
import { ChangeError } from '../ui/ChangeError';
import { type RuleChange } from './useRuleChange';
import { Confirm } from '../ui/Confirm';

interface Props extends PropsWithChildren {
  signal: SignalSummary;
  record?: OwnSignalRecord;
  change: RuleChange;
}

export function RuleActions({ signal, record, change, children }: Props) {
  const [asking, setAsking] = useState(false);
  const { title, origin } = signal;
  const isOwn = origin === 'own';
  const interpolation = { escapeValue: false };
  return (
    <>
      {change.error && (
        <ChangeError title={t('alert-rules.not-saved', 'The rule was not changed')} error={change.error} />
      )}
      <Stack gap={1} wrap="wrap">
        {children}
        {record?.signal.alert && origin === 'changed' && (
          <Button type="button" variant="secondary" icon="history" disabled={change.isPending} onClick={change.reset}>
            {t('alert-rules.reset', 'Use the built-in values again')}
          </Button>
        )}
        <Button
          type="button"
          variant="destructive"
          fill="outline"
          icon="power"
          disabled={change.isPending || isOwn}
          tooltip={
            isOwn ? t('alert-rules.off-own', 'Take the alert out of your own signal in the settings') : undefined
          }
          onClick={() => setAsking(true)}
        >
          {t('alert-rules.off', 'Switch the alert off')}
        </Button>
      </Stack>
      <Confirm
        isOpen={asking}
        title={t('alert-rules.off-title', 'Switch the alert of "{{title}}" off?', { title, interpolation })}
        body={t(
          'alert-rules.off-body',
          'All rules of this signal leave the file; its panel stays. They can be switched on again, with the built-in values.'
        )}
        confirmText={t('alert-rules.off-yes', 'Switch off')}
        onConfirm={() => {
          setAsking(false);
          change.switchOff();
        }}
        onDismiss={() => setAsking(false)}
      />
    </>
  );
}
