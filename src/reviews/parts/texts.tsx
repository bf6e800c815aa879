import React from 'react';
import { t } from '@grafana/i18n';
import { Badge, Button, Combobox, Field, Stack, Text } from '@grafana/ui';
import { Controller, useFormContext } from 'react-hook-form';
import { z } from 'zod';

import { type ReviewContent } from '../../api/reviews';
import { absoluteTime } from '../../ui/clock';
import { type Part, type PartProps, type Refuse } from '../edit/part';
import { fieldName } from '../fields';
import { detectorName, DETECTORS } from '../names';
import { TextField } from './fields';
import { Prose } from './Prose';

/** As in the contract. */
const MAX_SUMMARY = 1000;
const MAX_TEXT = 20_000;

function refuseLong(text: string, max: number, path: Array<string | number>, refuse: Refuse) {
  if (text.length > max) {
    refuse(path, t('review.long', 'At most {{max}} characters', { max }));
  }
}

const summaryShape = z.object({ summary: z.string(), tags: z.string() });
type SummaryValues = z.infer<typeof summaryShape>;

export function summaryPart(): Part<SummaryValues> {
  return {
    id: 'summary',
    title: fieldName('summary'),
    help: t('review.help.summary', 'For those who read nothing else: what users saw, how long, why, and what follows.'),
    isEmpty: ({ content }) => content.summary === '' && content.tags.length === 0 && !content.model,
    shape: summaryShape,
    rules: ({ summary }, refuse) => refuseLong(summary, MAX_SUMMARY, ['summary'], refuse),
    read: ({ summary, tags }) => ({ summary, tags: tags.join(', ') }),
    write: (content, { summary, tags }) => ({
      ...content,
      summary: summary.trim(),
      tags: [...new Set(tags.split(',').map((tag) => tag.trim()))].filter(Boolean),
    }),
    Fields: SummaryFields,
    View: SummaryView,
  };
}

function SummaryFields({ review: { facts, content } }: PartProps) {
  const { setValue } = useFormContext<SummaryValues>();
  const offered = [
    { text: facts.summary, label: t('review.summary.use-facts', 'Use the words of the record') },
    { text: content.model?.text ?? '', label: t('review.summary.use-model', 'Use the words of the model') },
  ].filter(({ text }) => text !== '');
  return (
    <>
      <TextField
        name="summary"
        rows={4}
        label={t('review.part.summary', 'Summary')}
        hint={t('review.summary.hint', 'Plain text')}
      />
      <Stack gap={1} wrap="wrap">
        {offered.map(({ text, label }) => (
          <Button
            key={label}
            type="button"
            size="sm"
            variant="secondary"
            onClick={() => setValue('summary', text.slice(0, MAX_SUMMARY), { shouldDirty: true })}
          >
            {label}
          </Button>
        ))}
      </Stack>
      <TextField name="tags" label={t('review.summary.tags', 'Tags, separated by commas')} />
    </>
  );
}

function SummaryView({ review: { content } }: PartProps) {
  const { summary, tags, model } = content;
  return (
    <>
      {summary && <Text element="p">{summary}</Text>}
      {tags.length > 0 && (
        <Stack gap={1} wrap="wrap">
          {tags.map((tag) => (
            <Badge key={tag} color="blue" icon="tag-alt" text={tag} />
          ))}
        </Stack>
      )}
      {model && (
        <Stack direction="column" gap={0.5}>
          <Badge
            color="purple"
            icon="ai"
            text={t('review.summary.model', 'Written by a language model ({{model}}, {{time}}): check it', {
              model: model.model,
              time: absoluteTime(model.at),
              interpolation: { escapeValue: false },
            })}
          />
          <Text element="p" color="secondary" italic>
            {model.text}
          </Text>
        </Stack>
      )}
    </>
  );
}

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
      <Field noMargin label={t('review.detection.by', 'Who noticed first')}>
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
