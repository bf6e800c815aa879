import React, { type PropsWithChildren, useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, type IconName } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, type BadgeColor, Button, useStyles2 } from '@grafana/ui';

import { type StepResult, type StepState } from './steps';

interface Props extends PropsWithChildren {
  number: number;
  title: string;
  result: StepResult;
  /** The first one that is not done; it is open. */
  next: boolean;
}

/** One step: how far it is and why, and below that how it is done. */
export function GuideStep({ number, title, result: { state, reason }, next, children }: Props) {
  const styles = useStyles2(getStyles);
  const [chosen, setChosen] = useState<boolean>();
  // What somebody works on stays open when it is done.
  const [touched, setTouched] = useState(false);
  const open = chosen ?? (next || touched);
  return (
    <li className={styles.step} data-step={state}>
      <div className={styles.head}>
        <div className={styles.name}>
          <h2 className={styles.title}>
            {number}. {title}
          </h2>
          <Badge {...LOOKS[state]} text={stateName(state)} />
        </div>
        <Button
          size="sm"
          variant="secondary"
          fill="text"
          icon={open ? 'angle-up' : 'angle-down'}
          aria-expanded={open}
          aria-label={t('guide.how-to', 'How to: {{title}}', { title, interpolation: { escapeValue: false } })}
          onClick={() => setChosen(!open)}
        >
          {t('guide.how', 'How to')}
        </Button>
      </div>
      <div role="status">{reason}</div>
      {open && (
        <div className={styles.body} onClickCapture={() => setTouched(true)}>
          {children}
        </div>
      )}
    </li>
  );
}

const LOOKS: Record<StepState, { color: BadgeColor; icon: IconName }> = {
  done: { color: 'green', icon: 'check' },
  missing: { color: 'blue', icon: 'circle' },
  problem: { color: 'red', icon: 'exclamation-triangle' },
  unknown: { color: 'orange', icon: 'question-circle' },
  checking: { color: 'darkgrey', icon: 'sync' },
};

function stateName(state: StepState): string {
  switch (state) {
    case 'done':
      return t('guide.state.done', 'Done');
    case 'missing':
      return t('guide.state.missing', 'To do');
    case 'problem':
      return t('guide.state.problem', 'Does not work');
    case 'unknown':
      return t('guide.state.unknown', 'Not known');
    case 'checking':
      return t('guide.state.checking', 'Checking');
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  step: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    padding: theme.spacing(1.5),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
    overflowWrap: 'anywhere',
  }),
  head: css({ display: 'flex', justifyContent: 'space-between', alignItems: 'flex-start', gap: theme.spacing(1) }),
  name: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5, 1), minWidth: 0 }),
  title: css({ margin: 0, fontSize: theme.typography.h5.fontSize }),
  body: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    marginTop: theme.spacing(1),
    paddingTop: theme.spacing(1),
    borderTop: `1px solid ${theme.colors.border.weak}`,
  }),
});
