import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, type IconName } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, type BadgeColor, TextLink, useStyles2 } from '@grafana/ui';

import { type RunbookLink, type RunbookStep } from '../../api/runbooks';
import { coveragePath, prefixRoute, runbookRoute } from '../../app/nav';
import { Command } from './Command';
import { Markdown } from './Markdown';
import { type Prose } from './useProse';

interface Props {
  step: RunbookStep;
  prose: Prose;
}

/** What a step says: text, command, what to expect, what it risks, and where to look. */
export function StepBody({ step, prose }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.body}>
      <Markdown text={step.text} prose={prose} />
      {step.command && <Command command={step.command} />}
      {step.expect && (
        <div className={styles.detail}>
          <strong>{t('runbook.expect', 'Expect')}</strong>
          <Markdown text={step.expect} prose={prose} />
        </div>
      )}
      {step.risk && step.risk !== 'none' && <Risk risk={step.risk} text={step.riskText} prose={prose} />}
      {step.links.length > 0 && (
        <div className={styles.links}>
          {step.links.map((link) => (
            <StepLink key={`${link.title}/${link.url ?? ''}`} link={link} />
          ))}
        </div>
      )}
    </div>
  );
}

const LOOKS: Record<'change' | 'danger', { color: BadgeColor; icon: IconName }> = {
  change: { color: 'orange', icon: 'pen' },
  danger: { color: 'red', icon: 'exclamation-triangle' },
};

function Risk({ risk, text, prose }: { risk: 'change' | 'danger'; text?: string; prose: Prose }) {
  const styles = useStyles2(getStyles);
  const name = risk === 'danger' ? t('runbook.risk.danger', 'Danger') : t('runbook.risk.change', 'Changes something');
  return (
    <div className={styles.detail}>
      <span>
        <Badge {...LOOKS[risk]} text={name} />
      </span>
      {text && <Markdown text={text} prose={prose} />}
    </div>
  );
}

function StepLink({ link: { title, signal, runbook, url } }: { link: RunbookLink }) {
  if (signal) {
    return (
      <TextLink inline={false} icon="chart-line" href={coveragePath(signal)}>
        {title}
      </TextLink>
    );
  }
  if (runbook) {
    return (
      <TextLink inline={false} icon="book" href={prefixRoute(runbookRoute(runbook))}>
        {title}
      </TextLink>
    );
  }
  return url ? (
    <TextLink inline={false} external={!url.startsWith('/')} href={url}>
      {title}
    </TextLink>
  ) : null;
}

const getStyles = (theme: GrafanaTheme2) => ({
  body: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5), minWidth: 0, flexGrow: 1 }),
  detail: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    gap: theme.spacing(0, 1),
    fontSize: theme.typography.bodySmall.fontSize,
    '& > strong': { color: theme.colors.text.secondary },
  }),
  links: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0, 2) }),
});
