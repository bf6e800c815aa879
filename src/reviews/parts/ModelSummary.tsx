import React, { useMemo, useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Checkbox, Stack, Text, useStyles2 } from '@grafana/ui';

import { type LanguageModelState, type ModelAnswer, useAskModel, useLanguageModel } from '../../api/languageModel';
import { type Review } from '../../api/reviews';
import { QueryError } from '../../ui/QueryError';
import { modelQuestion } from './modelQuestion';

interface Props {
  review: Review;
  longest: number;
  onTake: (answer: ModelAnswer) => void;
}

/** A summary by a language model, through Grafana's own LLM app. Nothing is asked by itself, and nothing taken over. */
export function ModelSummary({ review, longest, onTake }: Props) {
  const model = useLanguageModel();
  if (!model.data) {
    return null;
  }
  return model.data === 'ready' ? (
    <Ask review={review} longest={longest} onTake={onTake} />
  ) : (
    <Text color="secondary" variant="bodySmall">
      {howTo(model.data)}
    </Text>
  );
}

function howTo(state: Exclude<LanguageModelState, 'ready'>): string {
  return state === 'missing'
    ? t(
        'review.model.missing',
        'A language model can suggest a summary once Grafana’s LLM app is installed and enabled.'
      )
    : t(
        'review.model.not-configured',
        'Grafana’s LLM app is installed, but has no provider that works; an Admin can set one.'
      );
}

function Ask({ review, longest, onTake }: Props) {
  const styles = useStyles2(getStyles);
  const [agreed, setAgreed] = useState(false);
  const ask = useAskModel(longest);
  const question = useMemo(() => modelQuestion(review), [review]);
  const held = review.summary.restricted && !agreed;
  return (
    <div className={styles.box}>
      {review.summary.restricted && (
        <Checkbox
          id="review-model-agreed"
          label={t('review.model.agree', 'This review is restricted. Its facts may go to the language model')}
          value={agreed}
          onChange={({ currentTarget }) => setAgreed(currentTarget.checked)}
        />
      )}
      <Stack gap={1} wrap="wrap">
        <Button
          type="button"
          size="sm"
          variant="secondary"
          icon={ask.isPending ? 'spinner' : 'ai'}
          disabled={held || ask.isPending}
          tooltip={held ? t('review.model.held', 'Say first that the facts may go there') : undefined}
          onClick={() => ask.mutate(question)}
        >
          {t('review.model.ask', 'Ask the language model')}
        </Button>
      </Stack>
      <details>
        <summary>{t('review.model.told', 'What it is told')}</summary>
        <pre className={styles.told}>{`${question.system}\n\n${question.user}`}</pre>
      </details>
      {ask.error && (
        <QueryError title={t('review.model.failed', 'The language model did not answer')} error={ask.error} />
      )}
      {ask.data && <Answer answer={ask.data} onTake={onTake} />}
    </div>
  );
}

function Answer({ answer, onTake }: Pick<Props, 'onTake'> & { answer: ModelAnswer }) {
  const styles = useStyles2(getStyles);
  if (answer.text === '') {
    return <Text color="secondary">{t('review.model.empty', 'It answered with nothing that can be read.')}</Text>;
  }
  return (
    <section aria-label={t('review.model.answer', 'Words of the language model')}>
      <p className={styles.answer}>{answer.text}</p>
      <Button type="button" size="sm" onClick={() => onTake(answer)}>
        {t('review.model.take', 'Checked: take it as the summary')}
      </Button>
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  told: css({
    maxHeight: 240,
    overflow: 'auto',
    whiteSpace: 'pre-wrap',
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  answer: css({
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    paddingLeft: theme.spacing(1.5),
    borderLeft: `3px solid ${theme.visualization.getColorByName('purple')}`,
  }),
});
