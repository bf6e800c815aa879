import React from 'react';
import { t } from '@grafana/i18n';
import { Combobox, RadioButtonGroup, UnitPicker } from '@grafana/ui';
import { Controller, useFormContext, useWatch } from 'react-hook-form';

import { LAYERS, type SignalGroup, type Visualisation } from '../../api/types';
import { layerName } from '../../ui/layers';
import { EXAMPLES } from './examples';
import { controlId, CodeField, FormField, TextField } from './FormField';
import { FieldGrid, FormSection } from './FormSection';
import { VISUALISATIONS } from './formSchema';
import { type SignalFormValues } from './formValues';

interface Props {
  groups: SignalGroup[];
  /** Id and layer of a built-in signal stay. */
  builtIn: boolean;
  /** The id of a stored signal stays. */
  stored: boolean;
}

export function GeneralFields({ groups, builtIn, stored }: Props) {
  const { control } = useFormContext<SignalFormValues>();
  return (
    <FormSection title={t('signal-form.general', 'What it is')}>
      <FormField name="layer" label={t('signal-form.layer', 'Layer')}>
        <Controller
          name="layer"
          control={control}
          render={({ field: { value, onChange } }) => (
            <RadioButtonGroup
              id={controlId('layer')}
              aria-label={t('signal-form.layer', 'Layer')}
              disabled={builtIn}
              options={LAYERS.map((layer) => ({ value: layer, label: layerName(layer) }))}
              value={value}
              onChange={onChange}
            />
          )}
        />
      </FormField>
      <FieldGrid>
        <TextField
          name="id"
          label={t('signal-form.id', 'Id')}
          description={t('signal-form.id-why', 'Stays for ever; in links and alert labels')}
          disabled={builtIn || stored}
          placeholder={EXAMPLES.id}
        />
        <TextField name="title" label={t('signal-form.title', 'Title')} />
        <GroupField groups={groups} />
        <UnitField />
        <VisualisationField />
      </FieldGrid>
      <TextField
        name="why"
        label={t('signal-form.why', 'Why it is watched')}
        description={t('signal-form.why-why', 'One sentence for whoever is woken up by it')}
      />
      <CodeField
        name="sources"
        label={t('signal-form.sources', 'Where the facts come from')}
        description={t('signal-form.sources-why', 'One per line; may stay empty')}
        rows={2}
      />
    </FormSection>
  );
}

function GroupField({ groups }: { groups: SignalGroup[] }) {
  const { control } = useFormContext<SignalFormValues>();
  const layer = useWatch({ control, name: 'layer' });
  const options = groups.filter((group) => group.layer === layer).map(({ id, title }) => ({ value: id, label: title }));
  return (
    <FormField name="group" label={t('signal-form.group', 'Group')}>
      <Controller
        name="group"
        control={control}
        render={({ field: { value, onChange } }) => (
          <Combobox
            id={controlId('group')}
            options={options}
            value={value || null}
            placeholder={t('signal-form.group-choose', 'Choose a group of the layer')}
            onChange={(option) => onChange(option.value)}
          />
        )}
      />
    </FormField>
  );
}

function UnitField() {
  const { control } = useFormContext<SignalFormValues>();
  return (
    <FormField name="unit" label={t('signal-form.unit', 'Unit')}>
      <Controller
        name="unit"
        control={control}
        render={({ field: { value, onChange } }) => (
          <UnitPicker id={controlId('unit')} value={value} onChange={(unit) => onChange(unit ?? '')} />
        )}
      />
    </FormField>
  );
}

function VisualisationField() {
  const { control } = useFormContext<SignalFormValues>();
  return (
    <FormField name="visualisation" label={t('signal-form.visualisation', 'Drawn as')}>
      <Controller
        name="visualisation"
        control={control}
        render={({ field: { value, onChange } }) => (
          <Combobox
            id={controlId('visualisation')}
            options={VISUALISATIONS.map((one) => ({ value: one, label: visualisationName(one) }))}
            value={value}
            onChange={(option) => onChange(option.value)}
          />
        )}
      />
    </FormField>
  );
}

function visualisationName(visualisation: Visualisation): string {
  switch (visualisation) {
    case 'timeseries':
      return t('visualisation.timeseries', 'Time series');
    case 'stat':
      return t('visualisation.stat', 'Single value');
    case 'table':
      return t('visualisation.table', 'Table');
    case 'bargauge':
      return t('visualisation.bargauge', 'Bars');
    case 'logs':
      return t('visualisation.logs', 'Logs');
    case 'statetimeline':
      return t('visualisation.statetimeline', 'State timeline');
    case 'heatmap':
      return t('visualisation.heatmap', 'Heat map');
    case 'nodegraph':
      return t('visualisation.nodegraph', 'Node graph');
  }
}
