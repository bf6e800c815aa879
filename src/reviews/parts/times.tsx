import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, Badge, useStyles2 } from '@grafana/ui';
import { z } from 'zod';

import { type ReviewMoment } from '../../api/reviews';
import { absoluteTime } from '../../ui/clock';
import { type Part, type PartProps } from '../edit/part';
import { fieldName } from '../fields';
import { momentName, MOMENTS } from '../names';
import { fromTimeInput, toTimeInput } from '../when';
import { TextField } from './fields';

const shape = z.object({ times: z.array(z.object({ at: z.string(), source: z.string() })) });
type TimesValues = z.infer<typeof shape>;

/** Corrections, one row per moment; an empty one leaves what was recorded. */
export function timesPart(): Part<TimesValues> {
  return {
    id: 'times',
    title: fieldName('times'),
    help: t('review.help.times', 'Recorded by Strata. Correct what was otherwise, and say how you know.'),
    isEmpty: ({ timing }) => timing.times.length === 0,
    shape,
    rules: ({ times }, refuse) =>
      times.forEach(({ at, source }, index) => {
        if (at !== '' && fromTimeInput(at) === undefined) {
          refuse(['times', index, 'at'], t('review.time.bad', 'A date and a time'));
        } else if (at !== '' && source.trim() === '') {
          refuse(['times', index, 'source'], t('review.time.source-missing', 'Say how you know'));
        }
      }),
    read: ({ times }) => ({
      times: MOMENTS.map((moment) => {
        const own = times.find((time) => time.moment === moment);
        return { at: toTimeInput(own?.at), source: own?.source ?? '' };
      }),
    }),
    write: (content, { times }) => ({
      ...content,
      times: MOMENTS.flatMap((moment, index) => {
        const { at: text = '', source = '' } = times[index] ?? {};
        const before = content.times.find((time) => time.moment === moment);
        // The field has no fractions of a second: a time that was not touched stays exactly as it is.
        const at = text === toTimeInput(before?.at) ? before?.at : fromTimeInput(text);
        return at ? [{ moment, at, source: source.trim(), by: before?.by ?? '' }] : [];
      }),
    }),
    Fields: TimesFields,
    View: TimesView,
  };
}

function TimesFields({ review: { facts } }: PartProps) {
  const styles = useStyles2(getStyles);
  const recorded = (moment: ReviewMoment) => facts.times.find((time) => time.moment === moment)?.at;
  return (
    <>
      {MOMENTS.map((moment, index) => {
        const at = recorded(moment);
        return (
          <fieldset key={moment} className={styles.row}>
            <TextField
              name={`times.${index}.at`}
              type="datetime-local"
              label={momentName(moment)}
              hint={
                at
                  ? t('review.time.recorded', 'Recorded: {{time}}', {
                      time: absoluteTime(at),
                      interpolation: { escapeValue: false },
                    })
                  : t('review.time.unrecorded', 'Not recorded')
              }
            />
            <TextField
              name={`times.${index}.source`}
              label={t('review.time.source', 'How do you know')}
              hint={t('review.time.empty', 'Empty time: as recorded')}
            />
          </fieldset>
        );
      })}
    </>
  );
}

function TimesView({ review: { timing } }: PartProps) {
  const styles = useStyles2(getStyles);
  return (
    <>
      {timing.disorder && (
        <Alert severity="warning" title={t('review.time.disorder', 'These times cannot be right')}>
          {timing.disorder}
        </Alert>
      )}
      <dl className={styles.list}>
        {timing.times.map(({ moment, at, source, corrected, by, recorded }) => (
          <div key={moment} className={styles.time}>
            <dt>{momentName(moment)}</dt>
            <dd>
              <time dateTime={at}>{absoluteTime(at)}</time>{' '}
              {corrected && (
                <Badge
                  color="purple"
                  icon="pen"
                  text={t('review.time.corrected', 'Corrected by {{by}}', {
                    by: by ?? '',
                    interpolation: { escapeValue: false },
                  })}
                />
              )}
              <span className={styles.source}>
                {source}
                {corrected &&
                  recorded &&
                  ` · ${t('review.time.was', 'recorded {{time}}', { time: absoluteTime(recorded), interpolation: { escapeValue: false } })}`}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 240px), 1fr))',
    gap: theme.spacing(1.5),
  }),
  list: css({ margin: 0, display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  time: css({
    display: 'grid',
    gridTemplateColumns: '140px minmax(0, 1fr)',
    gap: theme.spacing(1),
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)', gap: 0 },
    '& dt': { color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular },
    '& dd': { margin: 0, fontVariantNumeric: 'tabular-nums' },
  }),
  source: css({
    display: 'block',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
  }),
});
