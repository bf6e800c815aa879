import React, { useEffect } from 'react';
import { t } from '@grafana/i18n';
import { Text } from '@grafana/ui';

import { type FieldsProps } from './verbs';

export function UnsnoozeFields({ onChange }: FieldsProps) {
  useEffect(() => onChange({ verb: 'unsnooze', body: {} }), [onChange]);
  return (
    <Text element="p">
      {t('more.unsnooze.body', 'The playbook goes on, and people are told of its group again from now on.')}
    </Text>
  );
}
