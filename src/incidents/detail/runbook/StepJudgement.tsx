import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, type IconName } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, useStyles2 } from '@grafana/ui';

import { type RunbookTick, type RunbookVerdict, type TickChange } from '../../../api/runbookRuns';
import { Markdown } from '../../../ui/runbook/Markdown';
import { type Prose } from '../../../ui/runbook/useProse';
import { VERDICTS, verdictName } from '../../../ui/runbook/verdicts';
import { CommentForm } from './CommentForm';

interface Props {
  position: number;
  tick?: RunbookTick;
  prose: Prose;
  ended: boolean;
  refusal?: string;
  busy: boolean;
  onTick: (change: Omit<TickChange, 'run' | 'position' | 'seen'>) => void;
}

const ICONS: Record<RunbookVerdict, IconName> = { helped: 'thumbs-up', wrong: 'times', missing: 'question-circle' };

/** Skipping a step, what people say of it, and a comment. */
export function StepJudgement({ position, tick, prose, ended, refusal, busy, onTick }: Props) {
  const styles = useStyles2(getStyles);
  const [writing, setWriting] = useState(false);
  const state = tick?.state ?? 'open';
  // Before it was tried there is nothing to judge, and a page of buttons is hard to read in a hurry.
  const judged = state !== 'open' || tick?.verdict ? VERDICTS : [];
  const disabled = refusal !== undefined || busy;
  return (
    <>
      {tick?.comment && !writing && <Markdown text={tick.comment} prose={prose} />}
      {writing && (
        <CommentForm
          position={position}
          comment={tick?.comment ?? ''}
          busy={busy}
          onSave={(comment) => {
            onTick({ comment });
            setWriting(false);
          }}
          onCancel={() => setWriting(false)}
        />
      )}
      <div className={styles} role="group" aria-label={t('run.judge', 'Step {{position}}', { position })}>
        {!ended && (
          <Button
            size="sm"
            variant="secondary"
            fill="text"
            disabled={disabled}
            aria-pressed={state === 'skipped'}
            onClick={() => onTick({ state: state === 'skipped' ? 'open' : 'skipped' })}
          >
            {state === 'skipped' ? t('run.unskip', 'Do not skip') : t('run.skip', 'Skip')}
          </Button>
        )}
        {judged.map((verdict) => (
          <Button
            key={verdict}
            size="sm"
            variant={tick?.verdict === verdict ? 'primary' : 'secondary'}
            fill={tick?.verdict === verdict ? 'outline' : 'text'}
            icon={ICONS[verdict]}
            disabled={disabled}
            aria-pressed={tick?.verdict === verdict}
            onClick={() => onTick({ verdict: tick?.verdict === verdict ? '' : verdict })}
          >
            {verdictName(verdict)}
          </Button>
        ))}
        {!writing && (
          <Button
            size="sm"
            variant="secondary"
            fill="text"
            icon="comment-alt"
            disabled={disabled}
            onClick={() => setWriting(true)}
          >
            {t('run.comment.add', 'Comment')}
          </Button>
        )}
      </div>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5) });
