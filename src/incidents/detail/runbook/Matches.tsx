import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, Button, Stack, TextLink, useStyles2 } from '@grafana/ui';

import { type IncidentRunbooks, type RunbookMatch, useStartRun } from '../../../api/runbookRuns';
import { prefixRoute, ROUTES, runbookRoute } from '../../../app/nav';
import { QueryError } from '../../../ui/QueryError';

/** The best ones; the others after a press. */
const SHOWN = 3;

interface Props {
  number: number;
  runbooks: IncidentRunbooks;
  refusal?: string;
}

/** Runbooks that fit and are not in use, best first, each with its reason. */
export function Matches({ number, runbooks: { matches, links, runs }, refusal }: Props) {
  const styles = useStyles2(getStyles);
  const [all, setAll] = useState(false);
  const start = useStartRun(number);
  const open = new Set(runs.filter(({ endedAt }) => endedAt === undefined).map(({ runbook }) => runbook));
  const offered = matches.filter(({ id }) => !open.has(id));
  const shown = all ? offered : offered.slice(0, SHOWN);
  return (
    <>
      {matches.length === 0 && links.length === 0 && runs.length === 0 && <NoMatch />}
      <ul className={styles.list}>
        {shown.map((match) => (
          <li key={match.id} className={styles.row}>
            <div className={styles.text}>
              <TextLink inline={false} href={prefixRoute(runbookRoute(match.id))}>
                {match.title}
              </TextLink>
              <span className={styles.reason}>{reason(match)}</span>
              {match.stale && <Badge color="orange" icon="clock-nine" text={t('runbook.stale', 'Stale')} />}
            </div>
            <Button
              size="sm"
              variant="secondary"
              icon={start.isPending && start.variables === match.id ? 'spinner' : 'play'}
              aria-label={t('run.start-name', 'Start {{title}}', {
                title: match.title,
                interpolation: { escapeValue: false },
              })}
              disabled={refusal !== undefined || start.isPending}
              tooltip={refusal}
              onClick={() => start.mutate(match.id)}
            >
              {t('run.start', 'Start')}
            </Button>
          </li>
        ))}
        {links.map(({ alert, url }) => (
          <li key={url} className={styles.row}>
            <div className={styles.text}>
              <TextLink inline={false} external href={url}>
                {t('run.outside', 'Runbook of {{alert}}', { alert, interpolation: { escapeValue: false } })}
              </TextLink>
            </div>
          </li>
        ))}
      </ul>
      {shown.length < offered.length && (
        <Button size="sm" variant="secondary" onClick={() => setAll(true)}>
          {t('run.more', '{{count}} more', { count: offered.length - shown.length })}
        </Button>
      )}
      {start.error && <QueryError title={t('run.start-failed', 'The runbook was not started')} error={start.error} />}
    </>
  );
}

function NoMatch() {
  return (
    <Stack direction="column" alignItems="flex-start" gap={1}>
      <span>{t('run.none', 'No runbook fits the alerts of this incident.')}</span>
      <TextLink href={prefixRoute(ROUTES.runbooks)}>{t('runbook.to-list', 'All runbooks')}</TextLink>
    </Stack>
  );
}

function reason({ by, alert, detail }: RunbookMatch): string {
  const values = { alert, detail, interpolation: { escapeValue: false } };
  switch (by) {
    case 'link':
      return t('run.by.link', '{{alert}} links to it', values);
    case 'labels':
      return t('run.by.labels', '{{alert}} has {{detail}}', values);
    case 'signal':
      return t('run.by.signal', 'for the signal {{detail}} of {{alert}}', values);
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  row: css({ display: 'flex', justifyContent: 'space-between', alignItems: 'flex-start', gap: theme.spacing(1) }),
  text: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    gap: theme.spacing(0, 1),
    minWidth: 0,
    overflowWrap: 'anywhere',
  }),
  reason: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
