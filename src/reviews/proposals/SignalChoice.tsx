import React from 'react';
import { t } from '@grafana/i18n';
import { Combobox, Field } from '@grafana/ui';

import { layerName } from '../../ui/layers';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { type Choices, type useChoices } from './signals';

interface Props {
  choices: ReturnType<typeof useChoices>;
  target: string;
  onlyWith?: (signal: Choices['signals'][number]) => boolean;
  onChange: (target: string) => void;
}

export function SignalChoice({ choices: { data, error }, target, onlyWith = () => true, onChange }: Props) {
  if (error && !data) {
    return <QueryError title={t('proposals.no-signals', 'The signals could not be loaded')} error={error} />;
  }
  if (!data) {
    return <Loading />;
  }
  return (
    <Field noMargin label={t('proposals.signal', 'Signal')}>
      <Combobox
        id="proposal-target"
        options={data.signals.filter(onlyWith).map(({ id, title, layer }) => ({
          value: id,
          label: title,
          description: data.fired.has(id)
            ? t('proposals.fired', '{{layer}}, fired in this incident', { layer: layerName(layer) })
            : layerName(layer),
        }))}
        value={target || null}
        onChange={({ value }) => onChange(value)}
      />
    </Field>
  );
}
