import React, { useEffect } from 'react';
import { t } from '@grafana/i18n';
import { Text } from '@grafana/ui';

import { type FieldsProps } from './verbs';

export function CloseFields({ onChange }: FieldsProps) {
  useEffect(() => onChange({ verb: 'close', body: {} }), [onChange]);
  return (
    <Text element="p">
      {t(
        'more.close.body',
        'A closed incident is a record: it is not changed or opened again. What was a P0 or P1 needs a published review first.'
      )}
    </Text>
  );
}
