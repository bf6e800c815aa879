import React from 'react';
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Checkbox, useStyles2 } from '@grafana/ui';

import { type RunbookTick, type TickChange } from '../../../api/runbookRuns';
import { type RunbookStep } from '../../../api/runbooks';
import { StepBody } from '../../../ui/runbook/StepBody';
import { type Prose } from '../../../ui/runbook/useProse';
import { RelativeTime } from '../../../ui/Time';
import { StepJudgement } from './StepJudgement';

interface Props {
  step: RunbookStep;
  /** Absent while nobody said anything of it. */
  tick?: RunbookTick;
  prose: Prose;
  ended: boolean;
  refusal?: string;
  busy: boolean;
  onTick: (change: Omit<TickChange, 'run' | 'position'>) => void;
}

export function StepRow({ step, tick, prose, ended, refusal, busy, onTick }: Props) {
  const styles = useStyles2(getStyles);
  const state = tick?.state ?? 'open';
  const seen = tick?.revision ?? 0;
  return (
    <li className={styles.row} data-state={state}>
      <span title={refusal}>
        <Checkbox
          value={state === 'done'}
          indeterminate={state === 'skipped'}
          disabled={refusal !== undefined || ended || busy}
          aria-label={t('run.step', 'Step {{position}} is done', { position: step.position })}
          onChange={() => onTick({ seen, state: state === 'done' ? 'open' : 'done' })}
        />
      </span>
      <div className={styles.content}>
        <div className={cx(state !== 'open' && styles.settled)}>
          <StepBody step={step} prose={prose} />
        </div>
        {tick?.doneBy && tick.doneAt && (
          <span className={styles.who}>
            {state === 'skipped'
              ? t('run.skipped-by', 'Skipped by {{name}}', { name: tick.doneBy, interpolation: { escapeValue: false } })
              : t('run.done-by', 'Done by {{name}}', { name: tick.doneBy, interpolation: { escapeValue: false } })}{' '}
            <RelativeTime at={tick.doneAt} />
          </span>
        )}
        <StepJudgement
          position={step.position}
          tick={tick}
          prose={prose}
          ended={ended}
          refusal={refusal}
          busy={busy}
          onTick={(change) => onTick({ seen, ...change })}
        />
      </div>
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ display: 'flex', gap: theme.spacing(1) }),
  content: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5), minWidth: 0, flexGrow: 1 }),
  settled: css({ borderLeft: `2px solid ${theme.colors.success.border}`, paddingLeft: theme.spacing(1) }),
  who: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
