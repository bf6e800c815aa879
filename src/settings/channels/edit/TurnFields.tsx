import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Combobox, Field, Input, RadioButtonGroup, useStyles2 } from '@grafana/ui';

import { type FieldProblems } from './fieldProblems';
import { type RotationValues, timeZones, type Turn, WEEKDAYS } from './rotationValues';

interface Props {
  values: RotationValues;
  problems: FieldProblems;
  onChange: (part: Partial<RotationValues>) => void;
}

const DAY = /^(\d{4}-\d{2}-\d{2})?$/;

/** When one shift ends and the next one begins. */
export function TurnFields({ values, problems, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const { turn, start, timeZone } = values;
  // Files may have a whole time; a field for a date would not show it.
  const startType = DAY.test(start) ? 'date' : 'text';
  return (
    <>
      <Field noMargin label={t('turn.every', 'The shift changes')} useFieldset {...problems.at('every')}>
        <RadioButtonGroup<Turn>
          options={[
            { value: 'weekly', label: t('turn.weekly', 'Weekly') },
            { value: 'daily', label: t('turn.daily', 'Daily') },
            { value: 'length', label: t('turn.length', 'By hours') },
          ]}
          value={turn}
          onChange={(value) => onChange({ turn: value })}
        />
      </Field>
      <div className={styles}>
        {turn === 'length' && (
          <Field noMargin label={t('turn.hours', 'Hours of a shift')}>
            <Input
              id="rotation-hours"
              inputMode="decimal"
              value={values.hours}
              onChange={(e) => onChange({ hours: e.currentTarget.value })}
            />
          </Field>
        )}
        {turn === 'weekly' && (
          <Field noMargin label={t('turn.weekday', 'On')} htmlFor="rotation-weekday" {...problems.at('weekday')}>
            <Combobox
              id="rotation-weekday"
              isClearable
              placeholder={t('turn.weekday-of-start', 'The day of the start')}
              options={WEEKDAYS.map((value) => ({ value: String(value), label: weekdayName(value) }))}
              value={values.weekday || null}
              onChange={(option) => onChange({ weekday: option?.value ?? '' })}
            />
          </Field>
        )}
        {turn !== 'length' && (
          <Field noMargin label={t('turn.at', 'At')} {...problems.at('at')}>
            <Input
              id="rotation-at"
              type="time"
              value={values.at}
              onChange={(e) => onChange({ at: e.currentTarget.value })}
            />
          </Field>
        )}
        <Field noMargin label={t('turn.zone', 'By the clocks of')} htmlFor="rotation-zone" {...problems.at('timeZone')}>
          <Combobox
            id="rotation-zone"
            options={timeZones(timeZone).map((value) => ({ value, label: value }))}
            value={timeZone}
            onChange={(option) => onChange({ timeZone: option.value })}
          />
        </Field>
        <Field noMargin label={t('turn.start', 'From')} {...problems.at('start')}>
          <Input
            id="rotation-start"
            type={startType}
            value={start}
            onChange={(e) => onChange({ start: e.currentTarget.value })}
          />
        </Field>
      </div>
    </>
  );
}

function weekdayName(day: (typeof WEEKDAYS)[number]): string {
  const names = {
    monday: t('turn.monday', 'Monday'),
    tuesday: t('turn.tuesday', 'Tuesday'),
    wednesday: t('turn.wednesday', 'Wednesday'),
    thursday: t('turn.thursday', 'Thursday'),
    friday: t('turn.friday', 'Friday'),
    saturday: t('turn.saturday', 'Saturday'),
    sunday: t('turn.sunday', 'Sunday'),
  };
  return names[day];
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    display: 'grid',
    gridTemplateColumns: `repeat(auto-fit, minmax(min(${theme.spacing(24)}, 100%), 1fr))`,
    gap: theme.spacing(2),
  });
