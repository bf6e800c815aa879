import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, Combobox, Field, RadioButtonGroup, Text, useStyles2 } from '@grafana/ui';
import { Controller, useFieldArray, useFormContext, useWatch } from 'react-hook-form';
import { z } from 'zod';

import { type Review, type ReviewMeasure, useReviewOptions } from '../../api/reviews';
import { newKey } from '../../ui/newKey';
import { type Part, type PartProps, type Refuse } from '../edit/part';
import { fieldName } from '../fields';
import { fromTimeInput, toTimeInput } from '../when';
import { AddButton, Remove, TextField } from './fields';
import { Figure } from './Figure';
import { MeasureAgain } from './MeasureAgain';

/** Who measured, where no person did; as the backend calls it. */
const STRATA = 'Strata';

const figureShape = z.object({
  key: z.string(),
  kind: z.string(),
  title: z.string(),
  value: z.string(),
  unit: z.string(),
  method: z.enum(['measured', 'estimated']),
  note: z.string(),
  query: z.string(),
  sourceName: z.string(),
  from: z.string(),
  to: z.string(),
  own: z.boolean(),
});
const shape = z.object({ figures: z.array(figureShape) });
type FigureValues = z.infer<typeof figureShape>;
type ImpactValues = z.infer<typeof shape>;

export function impactPart(): Part<ImpactValues> {
  return {
    id: 'impact',
    title: fieldName('impact'),
    help: t(
      'review.help.impact',
      'What it cost, in figures: measured from a data source where that can be, else estimated.'
    ),
    isEmpty: () => false,
    shape,
    rules: ({ figures }, refuse) =>
      figures.forEach((figure, index) => refuseFigure(figure, ['figures', index], refuse)),
    read: ({ impact }) => ({ figures: impact.map(valuesOf) }),
    write: (content, { figures }) => ({
      ...content,
      impact: figures.map((figure) =>
        measureOf(
          figure,
          content.impact.find(({ id }) => id === figure.key)
        )
      ),
    }),
    Fields: ImpactFields,
    View: ImpactView,
  };
}

function refuseFigure(figure: FigureValues, path: Array<string | number>, refuse: Refuse) {
  const { own, title, value, method, query, sourceName, from, to } = figure;
  if (!own) {
    return;
  }
  if (title.trim() === '') {
    refuse([...path, 'title'], t('review.figure.title-missing', 'Say what is counted'));
  }
  if (value.trim() !== '' && !Number.isFinite(Number(value))) {
    refuse([...path, 'value'], t('review.figure.value-bad', 'A number'));
  }
  if (method === 'measured' && [value, query, sourceName, from, to].some((text) => text.trim() === '')) {
    refuse(
      [...path, 'query'],
      t(
        'review.figure.proof-missing',
        'What is measured has a value, a query, a data source and a time range; else it is an estimate'
      )
    );
  }
}

function valuesOf(measure: ReviewMeasure): FigureValues {
  const { id, kind, title, value, unit, method, note = '', query = '', sourceName = '', from, to, by } = measure;
  return {
    key: id,
    kind,
    title,
    value: value === undefined ? '' : String(value),
    unit,
    method,
    note,
    query,
    sourceName,
    from: toTimeInput(from),
    to: toTimeInput(to),
    own: by !== STRATA,
  };
}

/** What Strata measured keeps everything but the note. */
function measureOf(figure: FigureValues, before: ReviewMeasure | undefined): ReviewMeasure {
  const given = (text: string) => text.trim() || undefined;
  if (before && !figure.own) {
    return { ...before, note: given(figure.note) };
  }
  return {
    ...before,
    id: figure.key,
    kind: figure.kind || 'other',
    title: figure.title.trim(),
    value: figure.value.trim() === '' ? undefined : Number(figure.value),
    unit: figure.unit.trim(),
    method: figure.method,
    note: given(figure.note),
    query: given(figure.query),
    sourceName: given(figure.sourceName),
    from: kept(figure.from, before?.from),
    to: kept(figure.to, before?.to),
    by: before?.by ?? '',
  };
}

function kept(text: string, before: string | undefined): string | undefined {
  return text === toTimeInput(before) ? before : fromTimeInput(text);
}

function ImpactFields({ review: { timing } }: PartProps) {
  const styles = useStyles2(getStyles);
  const { control } = useFormContext<ImpactValues>();
  const list = useFieldArray({ control, name: 'figures' });
  const at = (moment: string) => toTimeInput(timing.times.find((time) => time.moment === moment)?.at);
  const add = () =>
    list.append({
      key: newKey(),
      kind: 'other',
      title: '',
      value: '',
      unit: '',
      method: 'estimated',
      note: '',
      query: '',
      sourceName: '',
      from: at('impactStart') || at('detected'),
      to: at('mitigated') || at('resolved'),
      own: true,
    });
  return (
    <>
      {list.fields.map((field, index) => (
        <fieldset key={field.id} className={styles.set}>
          <legend>
            {field.own ? t('review.figure.number', 'Figure {{number}}', { number: index + 1 }) : field.title}
            <Remove onClick={() => list.remove(index)} />
          </legend>
          {field.own && <OwnFields index={index} />}
          <TextField name={`figures.${index}.note`} label={t('review.figure.note', 'Note')} />
        </fieldset>
      ))}
      <AddButton onClick={add}>{t('review.figure.add', 'Add a figure by hand')}</AddButton>
    </>
  );
}

function OwnFields({ index }: { index: number }) {
  const styles = useStyles2(getStyles);
  const options = useReviewOptions();
  const { control, setValue } = useFormContext<ImpactValues>();
  const method = useWatch({ control, name: `figures.${index}.method` });
  const kinds = options.data?.impact ?? [];
  const choose = (id: string) => {
    const kind = kinds.find((one) => one.id === id);
    setValue(`figures.${index}.kind`, id, { shouldDirty: true });
    if (kind) {
      setValue(`figures.${index}.title`, kind.title);
      setValue(`figures.${index}.unit`, kind.unit);
    }
  };
  return (
    <>
      <div className={styles.row}>
        <Controller
          name={`figures.${index}.kind`}
          control={control}
          render={({ field: { value } }) => (
            <Field noMargin label={t('review.figure.kind', 'Kind')}>
              <Combobox
                id={`review-figure-${index}-kind`}
                options={[
                  ...kinds.map(({ id, title, help }) => ({ value: id, label: title, description: help })),
                  { value: 'other', label: t('review.figure.other', 'Other') },
                ]}
                value={value}
                onChange={(option) => choose(option.value)}
              />
            </Field>
          )}
        />
        <TextField name={`figures.${index}.title`} label={t('review.figure.title', 'What is counted')} />
        <TextField name={`figures.${index}.value`} type="number" label={t('review.figure.value', 'Value')} />
        <TextField name={`figures.${index}.unit`} label={t('review.figure.unit', 'Unit')} />
      </div>
      <Field noMargin label={t('review.figure.method', 'How it came about')} useFieldset>
        <Controller
          name={`figures.${index}.method`}
          control={control}
          render={({ field: { value, onChange } }) => (
            <RadioButtonGroup
              options={[
                { value: 'estimated' as const, label: methodName('estimated') },
                { value: 'measured' as const, label: methodName('measured') },
              ]}
              value={value}
              onChange={onChange}
            />
          )}
        />
      </Field>
      {method === 'measured' && (
        <>
          <TextField name={`figures.${index}.query`} rows={2} label={t('review.figure.query', 'Query')} />
          <div className={styles.row}>
            <TextField name={`figures.${index}.sourceName`} label={t('review.figure.source', 'Data source')} />
            <TextField name={`figures.${index}.from`} type="datetime-local" label={t('review.figure.from', 'From')} />
            <TextField name={`figures.${index}.to`} type="datetime-local" label={t('review.figure.to', 'To')} />
          </div>
        </>
      )}
    </>
  );
}

export function methodName(method: ReviewMeasure['method']): string {
  return method === 'measured' ? t('review.figure.measured', 'Measured') : t('review.figure.estimated', 'Estimated');
}

function ImpactView({ review }: PartProps) {
  const styles = useStyles2(getStyles);
  const { impact } = review.content;
  return (
    <>
      {impact.length > 0 ? (
        <ul className={styles.figures}>
          {impact.map((measure) => (
            <Figure key={measure.id} measure={measure} />
          ))}
        </ul>
      ) : (
        <Text element="p" color="secondary">
          {t('review.figure.none', 'No figure yet.')}
        </Text>
      )}
      <Note review={review} />
      <MeasureAgain review={review} />
    </>
  );
}

function Note({ review: { measureNote } }: { review: Review }) {
  return measureNote ? (
    <span>
      <Badge color="orange" icon="exclamation-triangle" text={t('review.figure.unmeasured', 'Not measured')} />{' '}
      {measureNote}
    </span>
  ) : null;
}

const getStyles = (theme: GrafanaTheme2) => ({
  set: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    paddingLeft: theme.spacing(1.5),
    borderLeft: `2px solid ${theme.colors.border.medium}`,
    '& legend': { display: 'flex', alignItems: 'center', margin: 0, fontSize: theme.typography.body.fontSize },
  }),
  row: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 180px), 1fr))',
    gap: theme.spacing(1.5),
  }),
  figures: css({
    listStyle: 'none',
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 240px), 1fr))',
    gap: theme.spacing(1.5),
  }),
});
