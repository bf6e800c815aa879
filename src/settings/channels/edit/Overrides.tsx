import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import {
  Button,
  Combobox,
  type ComboboxOption,
  Field,
  FieldSet,
  FieldValidationMessage,
  Input,
  useStyles2,
} from '@grafana/ui';

import { newOverride, type OverrideValues } from './rotationValues';
import { without } from './team';

interface Props {
  overrides: OverrideValues[];
  timeZone: string;
  people: Array<ComboboxOption<string>>;
  invalid: boolean;
  error?: string;
  onChange: (overrides: OverrideValues[]) => void;
}

/** Who takes over from whom the rotation says, for a time. */
export function Overrides({ overrides, timeZone, people, invalid, error, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const set = (index: number, part: Partial<OverrideValues>) =>
    onChange(overrides.map((one, i) => (i === index ? { ...one, ...part } : one)));
  return (
    <FieldSet className={styles.set}>
      <legend className={styles.legend}>
        {t('overrides.title', 'Who stands in (times of {{timeZone}})', {
          timeZone,
          interpolation: { escapeValue: false },
        })}
      </legend>
      {overrides.map((override, i) => (
        <div
          key={i}
          className={styles.row}
          role="group"
          aria-label={t('overrides.one', 'Stand-in {{number}}', { number: i + 1 })}
        >
          <Field noMargin label={t('overrides.login', 'Who')} htmlFor={`override-${i}-login`}>
            <Combobox
              id={`override-${i}-login`}
              createCustomValue
              options={people}
              value={override.login || null}
              onChange={({ value }) => set(i, { login: value })}
            />
          </Field>
          <Field noMargin label={t('overrides.from', 'From')}>
            <Input
              id={`override-${i}-from`}
              type="datetime-local"
              value={override.from}
              onChange={(e) => set(i, { from: e.currentTarget.value })}
            />
          </Field>
          <Field noMargin label={t('overrides.until', 'Until')}>
            <Input
              id={`override-${i}-until`}
              type="datetime-local"
              value={override.until}
              onChange={(e) => set(i, { until: e.currentTarget.value })}
            />
          </Field>
          <Button
            type="button"
            variant="secondary"
            fill="text"
            icon="times"
            aria-label={t('overrides.remove', 'Take stand-in {{number}} out', { number: i + 1 })}
            onClick={() => onChange(without(overrides, i))}
          />
        </div>
      ))}
      <Button
        type="button"
        size="sm"
        variant="secondary"
        icon="plus"
        onClick={() => onChange([...overrides, newOverride(timeZone, Date.now())])}
      >
        {t('overrides.add', 'Somebody stands in')}
      </Button>
      {invalid && <FieldValidationMessage className={styles.wrong}>{error}</FieldValidationMessage>}
    </FieldSet>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  set: css({ marginBottom: 0 }),
  legend: css({
    marginBottom: theme.spacing(0.5),
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
  }),
  wrong: css({ display: 'block', width: 'fit-content', marginTop: theme.spacing(1) }),
  row: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-end',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(1),
    '> :not(button)': { flex: `1 1 ${theme.spacing(22)}` },
  }),
});
