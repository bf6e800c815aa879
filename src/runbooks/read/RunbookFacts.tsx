import React, { type PropsWithChildren } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Stack, TextLink, useStyles2 } from '@grafana/ui';

import { type RunbookSummary } from '../../api/runbooks';
import { coveragePath } from '../../app/nav';
import { originName, runbookKindName } from '../../ui/runbook/names';
import { RelativeTime } from '../../ui/Time';
import { helpedShare } from '../share';
import { Verified } from '../Verified';

interface Props {
  summary: RunbookSummary;
  /** Conditions of its front matter. */
  match: string[];
}

export function RunbookFacts({ summary, match }: Props) {
  const styles = useStyles2(getStyles);
  const { use, signals } = summary;
  return (
    <dl className={styles.facts}>
      <Fact name={t('runbook.fact.kind', 'Kind')}>{runbookKindName(summary.kind)}</Fact>
      <Fact name={t('runbook.fact.origin', 'Text')}>{originName(summary)}</Fact>
      <Fact name={t('runbook.fact.verified', 'Verified')}>
        <Verified summary={summary} />
      </Fact>
      <Fact name={t('runbook.fact.used', 'Used in a year')}>
        {t('runbook.fact.times', '{{count}} times', { count: use.runs, defaultValue_one: '{{count}} time' })}{' '}
        {use.lastUsedAt && <RelativeTime at={use.lastUsedAt} />}
      </Fact>
      <Fact name={t('runbook.fact.helped', 'Steps that helped')}>{helpedShare(use)}</Fact>
      {signals.length > 0 && (
        <Fact name={t('runbook.fact.signals', 'Alerts of')}>
          <Stack gap={1} wrap="wrap">
            {signals.map((signal) => (
              <TextLink key={signal} inline={false} href={coveragePath(signal)}>
                {signal}
              </TextLink>
            ))}
          </Stack>
        </Fact>
      )}
      {match.length > 0 && <Fact name={t('runbook.fact.match', 'Matches')}>{match.join(' · ')}</Fact>}
    </dl>
  );
}

function Fact({ name, children }: PropsWithChildren<{ name: string }>) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  facts: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1, 4),
    margin: 0,
    '& dt': {
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      fontWeight: theme.typography.fontWeightRegular,
    },
    '& dd': { margin: 0, fontVariantNumeric: 'tabular-nums', overflowWrap: 'anywhere' },
  }),
});
