import React from 'react';
import { t } from '@grafana/i18n';
import { Badge, Combobox, Field, Text } from '@grafana/ui';
import { Controller, useFormContext } from 'react-hook-form';
import { z } from 'zod';

import { type ReviewContent } from '../../api/reviews';
import { type Part, type PartProps } from '../edit/part';
import { fieldName } from '../fields';
import { detectorName, DETECTORS } from '../names';
import { TextField } from './fields';
import { refuseLong } from './long';
import { Prose } from './Prose';

/** As in the contract. */
const MAX_TEXT = 20_000;

type TextKey = 'background' | 'response';
const textShape = z.object({ text: z.string() });

/** A section that is one Markdown text. */
export function textPart(key: TextKey, help: string): Part<z.infer<typeof textShape>> {
  const title = fieldName(key);
  return {
    id: key,
    title,
    help,
    isEmpty: ({ content }) => content[key] === '',
    shape: textShape,
    rules: ({ text }, refuse) => refuseLong(text, MAX_TEXT, ['text'], refuse),
    read: (content) => ({ text: content[key] }),
    write: (content, { text }) => ({ ...content, [key]: text.trim() }),
    Fields: TextFields,
    View: key === 'background' ? BackgroundView : ResponseView,
  };
}

function TextFields() {
  return (
    <TextField name="text" rows={8} label={t('review.text.label', 'Text')} hint={t('review.text.hint', 'Markdown')} />
  );
}

function BackgroundView({ review: { content } }: PartProps) {
  return <Prose text={content.background} />;
}

function ResponseView({ review: { content } }: PartProps) {
  return <Prose text={content.response} />;
}

const detectionShape = z.object({ detectedBy: z.string(), detection: z.string(), surprise: z.string() });
type DetectionValues = z.infer<typeof detectionShape>;

export function detectionPart(): Part<DetectionValues> {
  return {
    id: 'detection',
    title: fieldName('detection'),
    help: t(
      'review.help.detection',
      'Which alert should have told, whether it did, how late, and why it surprised us.'
    ),
    isEmpty: ({ content }) => !content.detectedBy && content.detection === '' && content.surprise === '',
    shape: detectionShape,
    rules: ({ detection, surprise }, refuse) => {
      refuseLong(detection, MAX_TEXT, ['detection'], refuse);
      refuseLong(surprise, MAX_TEXT, ['surprise'], refuse);
    },
    read: ({ detectedBy = '', detection, surprise }) => ({ detectedBy, detection, surprise }),
    write: (content: ReviewContent, values) => ({
      ...content,
      detectedBy: DETECTORS.find((by) => by === values.detectedBy),
      detection: values.detection.trim(),
      surprise: values.surprise.trim(),
    }),
    Fields: DetectionFields,
    View: DetectionView,
  };
}

function DetectionFields() {
  const { control } = useFormContext<DetectionValues>();
  return (
    <>
      <Field noMargin htmlFor="review-detected-by" label={t('review.detection.by', 'Who noticed first')}>
        <Controller
          name="detectedBy"
          control={control}
          render={({ field: { value, onChange } }) => (
            <Combobox
              id="review-detected-by"
              width={30}
              isClearable
              options={DETECTORS.map((by) => ({ value: by as string, label: detectorName(by) }))}
              value={value}
              onChange={(option) => onChange(option?.value ?? '')}
            />
          )}
        />
      </Field>
      <TextField
        name="detection"
        rows={5}
        label={t('review.detection.text', 'How it was found, and how it could have been found sooner')}
      />
      <TextField name="surprise" rows={4} label={t('review.detection.surprise', 'Why it surprised us')} />
    </>
  );
}

function DetectionView({ review: { content } }: PartProps) {
  const by = DETECTORS.find((one) => one === content.detectedBy);
  return (
    <>
      {by && (
        <Text element="p" color="secondary">
          {t('review.detection.noticed', 'Noticed first by: {{who}}', {
            who: detectorName(by),
            interpolation: { escapeValue: false },
          })}
        </Text>
      )}
      <Prose text={content.detection} />
      {content.surprise && (
        <>
          <Text element="h3" variant="h6">
            {t('review.detection.surprise', 'Why it surprised us')}
          </Text>
          <Prose text={content.surprise} />
        </>
      )}
    </>
  );
}

const sectionsShape = z.object({ sections: z.array(z.object({ id: z.string(), text: z.string() })) });

/** What the template of the organisation asks for. */
export function sectionsPart(): Part<z.infer<typeof sectionsShape>> {
  return {
    id: 'sections',
    title: fieldName('sections'),
    help: t('review.help.sections', 'What the template of this severity asks for.'),
    isEmpty: ({ content }) => content.sections.length === 0,
    shape: sectionsShape,
    rules: ({ sections }, refuse) =>
      sections.forEach(({ text }, index) => refuseLong(text, MAX_TEXT, ['sections', index, 'text'], refuse)),
    read: ({ sections }) => ({ sections: sections.map(({ id, text }) => ({ id, text })) }),
    write: (content, values) => ({
      ...content,
      sections: content.sections.map((section) => ({
        ...section,
        text: values.sections.find(({ id }) => id === section.id)?.text.trim() ?? section.text,
      })),
    }),
    Fields: SectionsFields,
    View: SectionsView,
  };
}

function SectionsFields({ review: { content } }: PartProps) {
  return (
    <>
      {content.sections.map(({ id, title, help }, index) => (
        <TextField key={id} name={`sections.${index}.text`} rows={4} label={title} hint={help} />
      ))}
    </>
  );
}

function SectionsView({ review: { content } }: PartProps) {
  return (
    <>
      {content.sections.map(({ id, title, text, help, required }) => (
        <div key={id}>
          <Text element="h3" variant="h6">
            {title}{' '}
          </Text>
          {required && text === '' && <Badge color="orange" text={t('review.sections.needed', 'Needed')} />}
          {text ? (
            <Prose text={text} />
          ) : (
            <Text element="p" color="secondary">
              {help ?? t('review.sections.empty', 'Nothing written yet')}
            </Text>
          )}
        </div>
      ))}
    </>
  );
}
