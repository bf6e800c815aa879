import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, locationUtil } from '@grafana/data';
import { t } from '@grafana/i18n';
import { config } from '@grafana/runtime';
import { Alert, LinkButton, Stack, useStyles2 } from '@grafana/ui';

import { useStatus } from '../../api/status';
import { type SourceWithToken } from '../../api/types';
import { appNav, navUrl, ROUTES, settingsPath } from '../../app/nav';
import { QueryError } from '../../ui/QueryError';
import { isAdmin } from '../../ui/user';
import { Page } from '../../ui/Page';
import { TokenNotice } from '../sources/TokenNotice';
import { GuideStep } from './GuideStep';
import { DataHelp, RulesHelp, SeeHelp, SourceHelp, TestHelp } from './help';
import { judge, STEP_IDS, type StepId } from './steps';
import { type GuideFacts, useFacts } from './useFacts';

/** From an empty installation to the first incident. Each step is judged by what is there, so it can be left at any time. */
export function GuidePage() {
  const styles = useStyles2(getStyles);
  const facts = useFacts();
  const results = judge(facts);
  const next = STEP_IDS.find((id) => results[id].state !== 'done');
  return (
    <Page
      width="text"
      pageNav={{ text: t('guide.title', 'Set up Strata'), url: navUrl(ROUTES.guide), parentItem: appNav() }}
      subTitle={t('guide.subtitle', 'Steps done: {{done}} of {{all}}; each checks itself every few seconds', {
        done: STEP_IDS.filter((id) => results[id].state === 'done').length,
        all: STEP_IDS.length,
      })}
    >
      <StoreNotice />
      {!isAdmin() && <AskAnAdmin />}
      {next === undefined && <AllDone />}
      <ol className={styles.steps}>
        {STEP_IDS.map((id, index) => (
          <GuideStep key={id} number={index + 1} title={titleOf(id)} result={results[id]} next={id === next}>
            <Help id={id} facts={facts} />
          </GuideStep>
        ))}
      </ol>
    </Page>
  );
}

function Help({ id, facts }: { id: StepId; facts: GuideFacts }) {
  // Kept here, not in the step: the token must stay in sight after the step counts as done.
  const [made, setMade] = useState<SourceWithToken>();
  switch (id) {
    case 'data':
      return <DataHelp facts={facts} />;
    case 'source':
      return (
        <>
          {made && <TokenNotice made={made} onDone={() => setMade(undefined)} />}
          <SourceHelp facts={facts} onMade={setMade} />
        </>
      );
    case 'rules':
      return <RulesHelp />;
    case 'test':
      return <TestHelp facts={facts} />;
    case 'see':
      return <SeeHelp facts={facts} />;
  }
}

/** Nothing below can work while records cannot be written. */
function StoreNotice() {
  const status = useStatus();
  const broken = status.data?.parts.find(({ id, state }) => id === 'store' && state === 'error');
  if (status.isError) {
    return (
      <QueryError
        title={t('guide.status-failed', 'Strata’s backend does not answer')}
        error={status.error}
        onRetry={() => void status.refetch()}
      />
    );
  }
  return broken ? (
    <Alert severity="error" title={broken.message}>
      {broken.fix}
    </Alert>
  ) : null;
}

function AskAnAdmin() {
  const { orgName } = config.bootData.user;
  return (
    <Alert severity="info" title={t('guide.ask', 'An administrator sets this up')}>
      {t(
        'guide.ask-whom',
        'You see what is missing. Ask somebody with the role Admin in the organisation “{{orgName}}”, and send them the address of this page.',
        { orgName, interpolation: { escapeValue: false } }
      )}
    </Alert>
  );
}

function AllDone() {
  const to = (path: string) => locationUtil.assureBaseUrl(path);
  return (
    <Alert severity="success" title={t('guide.finished', 'Alerts become incidents')}>
      <Stack direction="column" gap={1} alignItems="flex-start">
        <span>{t('guide.next.what', 'What is worth doing next: who is told of them, and what still lacks data.')}</span>
        <Stack gap={1} wrap="wrap">
          <LinkButton href={navUrl(ROUTES.triage)}>{t('guide.next.triage', 'Triage board')}</LinkButton>
          <LinkButton variant="secondary" href={to(settingsPath('channels'))}>
            {t('guide.next.channels', 'Channels and on call')}
          </LinkButton>
          <LinkButton variant="secondary" href={navUrl(ROUTES.coverage)}>
            {t('guide.next.coverage', 'Coverage')}
          </LinkButton>
        </Stack>
      </Stack>
    </Alert>
  );
}

function titleOf(id: StepId): string {
  switch (id) {
    case 'data':
      return t('guide.step.data', 'Connect data sources');
    case 'source':
      return t('guide.step.source', 'Create the source of alerts');
    case 'rules':
      return t('guide.step.rules', 'Install the alert rules');
    case 'test':
      return t('guide.step.test', 'Send a test alert');
    case 'see':
      return t('guide.step.see', 'See an alert become an incident');
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  steps: css({ listStyle: 'none', display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
});
