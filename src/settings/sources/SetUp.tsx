import React from 'react';
import { t } from '@grafana/i18n';
import { Stack, TextLink } from '@grafana/ui';

import { type Source } from '../../api/types';
import { Snippet } from './Snippet';
import {
  alertmanagerPathReceiver,
  alertmanagerReceiver,
  grafanaContactPoint,
  jsonBody,
  heartbeatCall,
  pagerDutyEvent,
} from './snippets';

interface Props {
  source: Source;
  /** Known only right after it was made. */
  token?: string;
}

/** What to paste where, so that the sender may post. */
export function SetUp({ source, token }: Props) {
  return (
    <Stack direction="column" gap={1}>
      <span>
        {t(
          'set-up.identity',
          'Grafana lets a webhook in only with an identity of its own: make a service account with the role Viewer, and put its token where the text says so.'
        )}{' '}
        <TextLink href="/org/serviceaccounts">{t('set-up.service-accounts', 'Service accounts')}</TextLink>
      </span>
      {source.kind === 'grafana' && (
        <Snippet
          title={t('set-up.grafana', 'Contact point for Grafana Alerting (provisioning/alerting/*.yaml)')}
          text={grafanaContactPoint(source, token)}
        />
      )}
      {source.kind === 'pagerduty' && (
        <Snippet
          title={t('set-up.pagerduty', 'An event; set the address as that of the Events API in your tool')}
          text={pagerDutyEvent(source, token)}
        />
      )}
      {source.kind === 'json' && (
        <Snippet
          title={t('set-up.json', 'A body; the sender posts its own, which the mapping of the source reads')}
          text={jsonBody(source, token)}
        />
      )}
      {source.kind === 'heartbeat' && (
        <Snippet
          title={t(
            'set-up.heartbeat',
            'At the end of a job that has to be heard of; then expect it below, under Heartbeats'
          )}
          text={heartbeatCall(source, token)}
        />
      )}
      {source.kind === 'alertmanager' && (
        <>
          <Snippet
            title={t('set-up.alertmanager', 'Receiver for Alertmanager 0.28 or newer (alertmanager.yml)')}
            text={alertmanagerReceiver(source, token)}
          />
          <Snippet
            title={t('set-up.alertmanager-path', 'Receiver for an older Alertmanager, with the token in the address')}
            text={alertmanagerPathReceiver(source, token)}
          />
        </>
      )}
    </Stack>
  );
}
