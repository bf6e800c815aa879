import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, type IconName } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, Combobox, Field, Icon, Text, TextLink, useStyles2 } from '@grafana/ui';
import { Controller, useFieldArray, useFormContext } from 'react-hook-form';
import { z } from 'zod';

import { type ReviewCause, useReviewOptions } from '../../api/reviews';
import { prefixRoute, runbookRoute } from '../../app/nav';
import { Evidence } from '../Bits';
import { type Part, type PartProps, type Refuse } from '../edit/part';
import { fieldName } from '../fields';
import { titleOf, VERDICT_COLORS, verdictName, VERDICTS } from '../names';
import { AddButton, Remove, Sentences, TextField } from './fields';

const causeShape = z.object({ kind: z.string(), text: z.string(), evidence: z.string() });
const causesShape = z.object({ trigger: causeShape, factors: z.array(causeShape) });
type CauseValues = z.infer<typeof causeShape>;
type CausesValues = z.infer<typeof causesShape>;

const NO_CAUSE: CauseValues = { kind: '', text: '', evidence: '' };
const isGiven = ({ kind, text, evidence }: CauseValues) => `${kind}${text}${evidence}`.trim() !== '';
const valuesOf = ({ kind, text, evidence = '' }: ReviewCause): CauseValues => ({ kind, text, evidence });
const causeOf = ({ kind, text, evidence }: CauseValues): ReviewCause => ({
  kind,
  text: text.trim(),
  evidence: evidence.trim() || undefined,
});

export function causesPart(): Part<CausesValues> {
  return {
    id: 'causes',
    title: fieldName('factors'),
    help: t(
      'review.help.causes',
      'What set it off, and what in the system let it grow. Name conditions, never people.'
    ),
    isEmpty: ({ content }) => !content.trigger && content.factors.length === 0,
    shape: causesShape,
    rules: ({ trigger, factors }, refuse) => {
      refuseKind(trigger, ['trigger'], refuse);
      factors.forEach((factor, index) => refuseKind(factor, ['factors', index], refuse));
    },
    read: ({ trigger, factors }) => ({
      trigger: trigger ? valuesOf(trigger) : NO_CAUSE,
      factors: factors.map(valuesOf),
    }),
    write: (content, { trigger, factors }) => ({
      ...content,
      trigger: isGiven(trigger) ? causeOf(trigger) : undefined,
      factors: factors.filter(isGiven).map(causeOf),
    }),
    Fields: CausesFields,
    View: CausesView,
  };
}

function refuseKind(cause: CauseValues, path: Array<string | number>, refuse: Refuse) {
  if (isGiven(cause) && cause.kind === '') {
    refuse([...path, 'kind'], t('review.cause.kind-missing', 'Choose a kind'));
  }
}

function CausesFields() {
  const styles = useStyles2(getStyles);
  const options = useReviewOptions();
  const { control } = useFormContext<CausesValues>();
  const list = useFieldArray({ control, name: 'factors' });
  return (
    <>
      <fieldset className={styles.set}>
        <legend>{t('review.cause.trigger', 'Trigger')}</legend>
        <CauseFields name="trigger" kinds={options.data?.triggers ?? []} />
      </fieldset>
      {list.fields.map((field, index) => (
        <fieldset key={field.id} className={styles.set}>
          <legend>
            {t('review.cause.factor', 'Contributing factor {{number}}', { number: index + 1 })}
            <Remove onClick={() => list.remove(index)} />
          </legend>
          <CauseFields name={`factors.${index}`} kinds={options.data?.factors ?? []} />
        </fieldset>
      ))}
      <AddButton onClick={() => list.append(NO_CAUSE)}>{t('review.cause.add', 'Add a contributing factor')}</AddButton>
    </>
  );
}

interface CauseFieldsProps {
  name: 'trigger' | `factors.${number}`;
  kinds: Array<{ id: string; title: string; help?: string }>;
}

function CauseFields({ name, kinds }: CauseFieldsProps) {
  const { control } = useFormContext<CausesValues>();
  return (
    <>
      <Controller
        name={`${name}.kind`}
        control={control}
        render={({ field: { value, onChange }, fieldState: { error } }) => (
          <Field noMargin label={t('review.cause.kind', 'Kind')} invalid={error !== undefined} error={error?.message}>
            <Combobox
              id={`review-${name.replace('.', '-')}-kind`}
              width={40}
              isClearable
              options={kinds.map(({ id, title, help }) => ({ value: id, label: title, description: help }))}
              value={value || null}
              onChange={(option) => onChange(option?.value ?? '')}
            />
          </Field>
        )}
      />
      <TextField name={`${name}.text`} rows={2} label={t('review.cause.text', 'What it was')} />
      <TextField
        name={`${name}.evidence`}
        label={t('review.cause.evidence', 'Evidence: an address, or how one knows')}
      />
    </>
  );
}

function CausesView({ review: { content } }: PartProps) {
  const styles = useStyles2(getStyles);
  const options = useReviewOptions();
  return (
    <>
      {content.trigger && (
        <CauseView
          label={t('review.cause.trigger', 'Trigger')}
          kind={titleOf(options.data?.triggers, content.trigger.kind)}
          cause={content.trigger}
        />
      )}
      {content.factors.length > 0 && (
        <ul className={styles.plain} aria-label={t('review.cause.factors', 'Contributing factors')}>
          {content.factors.map((factor, index) => (
            <li key={`${factor.kind}/${index}`}>
              <CauseView kind={titleOf(options.data?.factors, factor.kind)} cause={factor} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function CauseView({ label, kind, cause }: { label?: string; kind: string; cause: ReviewCause }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.cause}>
      <div className={styles.heads}>
        {label && <strong>{label}</strong>}
        <Badge color={label ? 'orange' : 'blue'} text={kind} />
      </div>
      {cause.text && <p className={styles.text}>{cause.text}</p>}
      {cause.evidence ? (
        <p className={styles.small}>
          <Icon name="link" size="sm" aria-hidden /> <Evidence text={cause.evidence} />
        </p>
      ) : (
        <p className={styles.small}>{t('review.cause.bare', 'No evidence yet')}</p>
      )}
    </div>
  );
}

const sentences = z.array(z.object({ text: z.string() }));
const lessonsShape = z.object({ well: sentences, poorly: sentences, lucky: sentences });
type LessonsValues = z.infer<typeof lessonsShape>;
const LESSONS = ['well', 'poorly', 'lucky'] as const;
const LESSON_ICONS: Record<(typeof LESSONS)[number], IconName> = {
  well: 'thumbs-up',
  poorly: 'exclamation-triangle',
  lucky: 'star',
};

export function lessonsPart(): Part<LessonsValues> {
  const wrapped = (list: string[]) => list.map((text) => ({ text }));
  const plain = (list: Array<{ text: string }>) => list.map(({ text }) => text.trim()).filter(Boolean);
  return {
    id: 'lessons',
    title: fieldName('lessons'),
    help: t('review.help.lessons', 'One sentence each: what went well, what went poorly, where we were lucky.'),
    isEmpty: ({ content: { lessons } }) => LESSONS.every((kind) => lessons[kind].length === 0),
    shape: lessonsShape,
    read: ({ lessons: { well, poorly, lucky } }) => ({
      well: wrapped(well),
      poorly: wrapped(poorly),
      lucky: wrapped(lucky),
    }),
    write: (content, { well, poorly, lucky }) => ({
      ...content,
      lessons: { well: plain(well), poorly: plain(poorly), lucky: plain(lucky) },
    }),
    Fields: LessonsFields,
    View: LessonsView,
  };
}

function lessonName(kind: (typeof LESSONS)[number]): string {
  switch (kind) {
    case 'well':
      return t('review.lesson.well', 'Went well');
    case 'poorly':
      return t('review.lesson.poorly', 'Went poorly');
    case 'lucky':
      return t('review.lesson.lucky', 'Where we were lucky');
  }
}

function LessonsFields() {
  return (
    <>
      {LESSONS.map((kind) => (
        <Sentences key={kind} name={kind} label={lessonName(kind)} add={t('review.lesson.add', 'Add a sentence')} />
      ))}
    </>
  );
}

function LessonsView({ review: { content } }: PartProps) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.columns}>
      {LESSONS.map((kind) => (
        <div key={kind}>
          <Text element="h3" variant="h6">
            <Icon name={LESSON_ICONS[kind]} size="sm" aria-hidden /> {lessonName(kind)}
          </Text>
          <ul className={styles.bullets}>
            {content.lessons[kind].map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

const verdict = z.object({
  runbook: z.string(),
  verdict: z.enum(['helped', 'partly', 'wrong', 'missing', 'unused']),
  comment: z.string(),
});
const runbooksShape = z.object({ runbooks: z.array(verdict) });
type RunbooksValues = z.infer<typeof runbooksShape>;

export function runbooksPart(): Part<RunbooksValues> {
  return {
    id: 'runbooks',
    title: t('review.runbook.title', 'Did the runbooks work?'),
    help: t('review.help.runbooks', 'What is said here is shown to whoever edits the runbook.'),
    isEmpty: ({ content, facts }) => content.runbooks.length === 0 && facts.runbooks.length === 0,
    shape: runbooksShape,
    rules: ({ runbooks }, refuse) =>
      runbooks.forEach(({ runbook }, index) => {
        if (runbook.trim() === '') {
          refuse(['runbooks', index, 'runbook'], t('review.runbook.missing', 'Give the id of the runbook'));
        }
      }),
    read: ({ runbooks }) => ({
      runbooks: runbooks.map(({ runbook, verdict: said, comment = '' }) => ({ runbook, verdict: said, comment })),
    }),
    write: (content, { runbooks }) => ({
      ...content,
      runbooks: runbooks.map(({ runbook, verdict: said, comment }) => ({
        runbook: runbook.trim(),
        verdict: said,
        comment: comment.trim() || undefined,
      })),
    }),
    Fields: RunbooksFields,
    View: RunbooksView,
  };
}

function RunbooksFields({ review: { facts } }: PartProps) {
  const styles = useStyles2(getStyles);
  const { control, getValues } = useFormContext<RunbooksValues>();
  const list = useFieldArray({ control, name: 'runbooks' });
  const unused = facts.runbooks.find(({ runbook }) => !getValues('runbooks').some((one) => one.runbook === runbook));
  return (
    <>
      {list.fields.map((field, index) => (
        <fieldset key={field.id} className={styles.set}>
          <legend>
            {t('review.runbook.number', 'Runbook {{number}}', { number: index + 1 })}
            <Remove onClick={() => list.remove(index)} />
          </legend>
          <TextField name={`runbooks.${index}.runbook`} label={t('review.runbook.id', 'Id of the runbook')} />
          <Field
            noMargin
            htmlFor={`review-runbook-${index}-verdict`}
            label={t('review.runbook.verdict', 'Did it work?')}
          >
            <Controller
              name={`runbooks.${index}.verdict`}
              control={control}
              render={({ field: { value, onChange } }) => (
                <Combobox
                  id={`review-runbook-${index}-verdict`}
                  width={40}
                  options={VERDICTS.map((one) => ({ value: one, label: verdictName(one) }))}
                  value={value}
                  onChange={(option) => onChange(option.value)}
                />
              )}
            />
          </Field>
          <TextField
            name={`runbooks.${index}.comment`}
            rows={2}
            label={t('review.runbook.comment', 'What to change')}
          />
        </fieldset>
      ))}
      <AddButton onClick={() => list.append({ runbook: unused?.runbook ?? '', verdict: 'helped', comment: '' })}>
        {t('review.runbook.add', 'Add a runbook')}
      </AddButton>
    </>
  );
}

function RunbooksView({ review: { content, facts } }: PartProps) {
  const styles = useStyles2(getStyles);
  const ids = [...new Set([...content.runbooks, ...facts.runbooks].map(({ runbook }) => runbook))];
  return (
    <ul className={styles.plain}>
      {ids.map((id) => {
        const said = content.runbooks.find(({ runbook }) => runbook === id);
        const run = facts.runbooks.find(({ runbook }) => runbook === id);
        return (
          <li key={id} className={styles.cause}>
            <div className={styles.heads}>
              <TextLink inline={false} href={prefixRoute(runbookRoute(id))}>
                {run?.title ?? id}
              </TextLink>
              {said && <Badge color={VERDICT_COLORS[said.verdict]} text={verdictName(said.verdict)} />}
            </div>
            {run && (
              <p className={styles.small}>
                {t(
                  'review.runbook.steps',
                  '{{done}} of {{steps}} steps done; {{helped}} helped, {{wrong}} were wrong, {{missing}} were missing',
                  { done: run.done, steps: run.steps, helped: run.helped, wrong: run.wrong, missing: run.missing }
                )}
              </p>
            )}
            {said?.comment && <p className={styles.text}>{said.comment}</p>}
          </li>
        );
      })}
    </ul>
  );
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
  plain: css({ listStyle: 'none', display: 'flex', flexDirection: 'column', gap: theme.spacing(1.5) }),
  cause: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.25) }),
  heads: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
  text: css({ margin: 0, overflowWrap: 'anywhere' }),
  small: css({
    margin: 0,
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
  }),
  columns: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 220px), 1fr))',
    gap: theme.spacing(2),
  }),
  bullets: css({ paddingLeft: theme.spacing(2.5), overflowWrap: 'anywhere' }),
});
