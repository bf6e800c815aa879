import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Text, useStyles2 } from '@grafana/ui';

import { type RunbookSection } from '../api/runbooks';
import { Markdown } from '../ui/runbook/Markdown';
import { StepBody } from '../ui/runbook/StepBody';
import { useProse } from '../ui/runbook/useProse';

/** A runbook to read. Steps are numbered through all sections, as they are on an incident. */
export function Sections({ sections }: { sections: RunbookSection[] }) {
  const styles = useStyles2(getStyles);
  const prose = useProse();
  return (
    <div className={styles.sections}>
      {sections.map((section) => (
        <section key={section.kind} className={styles.section} aria-label={section.title}>
          <Text element="h2" variant="h4">
            {section.title}
          </Text>
          {section.text && <Markdown text={section.text} prose={prose} />}
          {section.steps.length > 0 && (
            <ol className={styles.steps}>
              {section.steps.map((step) => (
                <li key={step.position} className={styles.step}>
                  <span className={styles.number}>{step.position}</span>
                  <StepBody step={step} prose={prose} />
                </li>
              ))}
            </ol>
          )}
        </section>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  sections: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(3), maxWidth: '90ch' }),
  section: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  steps: css({ listStyle: 'none', display: 'flex', flexDirection: 'column', gap: theme.spacing(1.5) }),
  step: css({ display: 'flex', gap: theme.spacing(1.5) }),
  number: css({
    flexShrink: 0,
    minWidth: theme.spacing(3),
    textAlign: 'right',
    color: theme.colors.text.secondary,
    fontVariantNumeric: 'tabular-nums',
  }),
});
