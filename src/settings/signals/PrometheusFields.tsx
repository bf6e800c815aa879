import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Checkbox, useStyles2 } from '@grafana/ui';
import { useFieldArray, useFormContext } from 'react-hook-form';

import { EXAMPLES } from './examples';
import { CodeField, TextField } from './FormField';
import { FieldGrid, FormSection } from './FormSection';
import { EMPTY_ROW, type SignalFormValues } from './formValues';

/** The queries of Prometheus: rows of one exporter are drawn together, exporters are alternatives in this order. */
export function PrometheusFields() {
  const styles = useStyles2(getStyles);
  const { control } = useFormContext<SignalFormValues>();
  const { fields, append, remove } = useFieldArray({ control, name: 'prometheus' });
  return (
    <FormSection
      title={t('signal-form.prometheus', 'Prometheus')}
      actions={
        <Button type="button" size="sm" variant="secondary" icon="plus" onClick={() => append(EMPTY_ROW)}>
          {t('signal-form.add-query', 'Add a query')}
        </Button>
      }
    >
      <p className={styles.hint}>
        {t(
          'signal-form.prometheus-hint',
          'Variables: $cluster, $namespace, $service, $node, $instance, $pod (each with =~) and $__rate_interval. Queries of one exporter are drawn together; another exporter is an alternative.'
        )}
      </p>
      {fields.map(({ id }, index) => (
        <fieldset key={id} className={styles.row}>
          <legend className={styles.legend}>
            {t('signal-form.query', 'Query {{number}}', { number: index + 1 })}
            <Button
              type="button"
              size="sm"
              variant="secondary"
              fill="text"
              icon="trash-alt"
              aria-label={t('signal-form.remove-query', 'Remove query {{number}}', { number: index + 1 })}
              onClick={() => remove(index)}
            />
          </legend>
          <Row index={index} />
        </fieldset>
      ))}
    </FormSection>
  );
}

function Row({ index }: { index: number }) {
  const { register } = useFormContext<SignalFormValues>();
  return (
    <>
      <CodeField
        name={`prometheus.${index}.expr`}
        label={t('signal-form.promql', 'PromQL')}
        placeholder={EXAMPLES.expr}
      />
      <FieldGrid>
        <TextField
          name={`prometheus.${index}.source`}
          label={t('signal-form.exporter', 'Exporter')}
          placeholder={EXAMPLES.exporter}
        />
        <TextField
          name={`prometheus.${index}.legend`}
          label={t('signal-form.legend', 'Legend')}
          placeholder={EXAMPLES.legend}
        />
        <TextField
          name={`prometheus.${index}.needs`}
          label={t('signal-form.needs', 'Metrics that must exist')}
          placeholder={EXAMPLES.metric}
        />
        <TextField
          name={`prometheus.${index}.requires`}
          label={t('signal-form.requires', 'What must be switched on')}
        />
      </FieldGrid>
      <div>
        <Checkbox label={t('signal-form.instant', 'Only the value now')} {...register(`prometheus.${index}.instant`)} />
      </div>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  hint: css({ margin: 0, color: theme.colors.text.secondary }),
  row: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    padding: theme.spacing(1, 1.5),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    minWidth: 0,
  }),
  legend: css({ margin: 0, width: 'auto', fontSize: theme.typography.bodySmall.fontSize, border: 'none' }),
});
