import React, { useState } from 'react';
import { t } from '@grafana/i18n';
import { Button, Field, Input, Stack, TextArea } from '@grafana/ui';

import { useTryRules } from '../../api/rules';
import { QueryError } from '../../ui/QueryError';
import { parsePairs } from './labels';
import { TrialOutcome } from './TrialOutcome';

const EXAMPLE = 'alertname=HighErrorRate\nservice=cart\nnamespace=shop\nseverity=warning';

/** What the rules make of an alert that somebody makes up. */
export function TryRules() {
  const [labels, setLabels] = useState(EXAMPLE);
  const [annotations, setAnnotations] = useState('');
  const [source, setSource] = useState('');
  const trial = useTryRules();
  const given = { labels: parsePairs(labels), annotations: parsePairs(annotations) };
  const pairs = t('try-rules.pairs', 'One name=value in each line');
  const run = () => {
    if (given.labels && given.annotations) {
      trial.mutate({
        labels: given.labels,
        annotations: given.annotations,
        ...(source.trim() && { source: source.trim() }),
      });
    }
  };
  return (
    <details>
      <summary>{t('try-rules.title', 'Try the rules on an alert')}</summary>
      <Field
        label={t('try-rules.labels', 'Labels of the alert')}
        description={pairs}
        invalid={!given.labels}
        error={pairs}
      >
        <TextArea
          id="try-labels"
          rows={5}
          spellCheck={false}
          value={labels}
          onChange={(event) => setLabels(event.currentTarget.value)}
        />
      </Field>
      <Field
        label={t('try-rules.annotations', 'Annotations of the alert')}
        description={pairs}
        invalid={!given.annotations}
        error={pairs}
      >
        <TextArea
          id="try-annotations"
          rows={2}
          spellCheck={false}
          value={annotations}
          onChange={(event) => setAnnotations(event.currentTarget.value)}
        />
      </Field>
      <Field label={t('try-rules.source', 'Name of the source')}>
        <Input id="try-source" width={40} value={source} onChange={(event) => setSource(event.currentTarget.value)} />
      </Field>
      <Stack direction="column" gap={1}>
        <div>
          <Button
            type="button"
            variant="secondary"
            icon={trial.isPending ? 'spinner' : 'play'}
            disabled={trial.isPending || !given.labels || !given.annotations}
            onClick={run}
          >
            {t('try-rules.run', 'Try the rules')}
          </Button>
        </div>
        {trial.error && (
          <QueryError title={t('try-rules.failed', 'The rules could not be tried')} error={trial.error} />
        )}
        {trial.data && <TrialOutcome result={trial.data} />}
      </Stack>
    </details>
  );
}
