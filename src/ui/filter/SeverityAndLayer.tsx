import React from 'react';
import { t } from '@grafana/i18n';

import { type Layer, LAYERS, SEVERITIES, type Severity } from '../../api/types';
import { layerName } from '../layers';
import { Pills } from './Pills';

interface Value {
  severity: Severity[];
  layer: Layer[];
}

interface Props {
  value: Value;
  onChange: (change: Partial<Value>) => void;
}

/** What every list of incidents is narrowed by. */
export function SeverityAndLayer({ value, onChange }: Props) {
  return (
    <>
      <Pills
        label={t('incidents.filter.severity', 'Severity')}
        options={SEVERITIES}
        textOf={(severity) => severity}
        value={value.severity}
        onChange={(severity) => onChange({ severity })}
      />
      <Pills
        label={t('incidents.filter.layer', 'Layer')}
        options={LAYERS}
        textOf={layerName}
        value={value.layer}
        onChange={(layer) => onChange({ layer })}
      />
    </>
  );
}
