import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Text, TextLink, useStyles2 } from '@grafana/ui';

import { type RunbookRun, useTick } from '../../../api/runbookRuns';
import { prefixRoute, runbookRoute } from '../../../app/nav';
import { ChangeError } from '../../../ui/ChangeError';
import { Markdown } from '../../../ui/runbook/Markdown';
import { originName } from '../../../ui/runbook/names';
import { useProse } from '../../../ui/runbook/useProse';
import { RelativeTime } from '../../../ui/Time';
import { EndRun } from './EndRun';
import { StepRow } from './StepRow';

interface Props {
  number: number;
  run: RunbookRun;
  refusal?: string;
}

/** A runbook in use: who did which step. An ended one is folded. */
export function RunView({ number, run, refusal }: Props) {
  const styles = useStyles2(getStyles);
  const ended = run.endedAt !== undefined;
  const [open, setOpen] = useState(!ended);
  const [heard, setHeard] = useState(ended);
  if (ended !== heard) {
    // Also when somebody else ends it.
    setHeard(ended);
    setOpen(false);
  }
  return (
    <article className={styles.run} aria-label={run.title}>
      <div className={styles.head}>
        <TextLink inline={false} weight="medium" href={prefixRoute(runbookRoute(run.runbook))}>
          {run.title}
        </TextLink>
        <span>{originName(run)}</span>
        <span>{progress(run)}</span>
        <Began run={run} />
        <Button size="sm" variant="secondary" fill="text" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t('run.fold', 'Hide the steps') : t('run.unfold', 'Show the steps')}
        </Button>
      </div>
      {open && <Steps number={number} run={run} refusal={refusal} />}
      {!ended && <EndRun number={number} run={run} refusal={refusal} />}
    </article>
  );
}

function Began({ run }: { run: RunbookRun }) {
  return run.endedAt ? (
    <span>
      {t('run.ended', 'ended by {{name}}', { name: run.endedBy ?? '', interpolation: { escapeValue: false } })}{' '}
      <RelativeTime at={run.endedAt} />
    </span>
  ) : (
    <span>
      {t('run.started', 'started by {{name}}', { name: run.startedBy, interpolation: { escapeValue: false } })}{' '}
      <RelativeTime at={run.startedAt} />
    </span>
  );
}

function Steps({ number, run, refusal }: Props) {
  const styles = useStyles2(getStyles);
  const prose = useProse();
  const tick = useTick(number);
  const ticks = new Map(run.ticks.map((one) => [one.position, one]));
  return (
    <>
      {tick.error && <ChangeError title={t('run.tick-failed', 'The step was not changed')} error={tick.error} />}
      {run.sections.map((section) => (
        <section key={section.kind} className={styles.section} aria-label={section.title}>
          <Text element="h3" variant="h5">
            {section.title}
          </Text>
          {section.text && <Markdown text={section.text} prose={prose} />}
          {section.steps.length > 0 && (
            <ol className={styles.steps}>
              {section.steps.map((step) => (
                <StepRow
                  key={step.position}
                  step={step}
                  tick={ticks.get(step.position)}
                  prose={prose}
                  ended={run.endedAt !== undefined}
                  refusal={refusal}
                  busy={tick.isPending && tick.variables.position === step.position}
                  onTick={(change) => tick.mutate({ run: run.id, position: step.position, ...change })}
                />
              ))}
            </ol>
          )}
        </section>
      ))}
    </>
  );
}

function progress({ sections, ticks }: RunbookRun): string {
  const total = sections.reduce((sum, { steps }) => sum + steps.length, 0);
  const done = ticks.filter(({ state }) => state !== 'open').length;
  return t('run.progress', '{{done}} of {{total}} steps', { done, total });
}

const getStyles = (theme: GrafanaTheme2) => ({
  run: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1.5),
    padding: theme.spacing(1.5),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  head: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    gap: theme.spacing(0, 1.5),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
  }),
  section: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  steps: css({ listStyle: 'none', display: 'flex', flexDirection: 'column', gap: theme.spacing(1.5) }),
});
