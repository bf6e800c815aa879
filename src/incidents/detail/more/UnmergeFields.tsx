import React, { useEffect } from 'react';
import { t } from '@grafana/i18n';
import { Text } from '@grafana/ui';

import { type FieldsProps } from './verbs';

export function UnmergeFields({ detail, onChange }: FieldsProps) {
  useEffect(() => onChange({ verb: 'unmerge', body: {} }), [onChange]);
  return (
    <Text element="p">
      {t(
        'more.unmerge.body',
        'Its own alerts come back from incident #{{number}}. Alerts that came later stay there.',
        {
          number: detail.incident.mergedInto,
        }
      )}
    </Text>
  );
}
