import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, type IconName } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, Stack, Text, useStyles2 } from '@grafana/ui';

import { type IncidentResponse, type ResponseStep } from '../../../api/types';
import { RelativeTime } from '../../../ui/Time';
import { Countdown } from './Countdown';

const ICONS: Record<ResponseStep['state'], IconName> = {
  done: 'check-circle',
  next: 'clock-nine',
  held: 'pause',
  spared: 'pause',
  over: 'circle',
};

function iconOf({ state, told }: ResponseStep): IconName {
  return state === 'done' && !told ? 'exclamation-triangle' : ICONS[state];
}

/** Whom the playbook told, and whom it tells when. */
export function Steps({ response }: { response: IncidentResponse }) {
  const styles = useStyles2(getStyles);
  const { playbook, steps } = response;
  const held = holdText(response);
  return (
    <div>
      <Text element="h3" variant="h6">
        {playbook
          ? t('response.playbook', 'Playbook: {{title}}', { title: playbook, interpolation: { escapeValue: false } })
          : t('response.no-playbook-title', 'Playbook')}
      </Text>
      {!playbook && <Text color="secondary">{t('response.no-playbook', 'No playbook is followed.')}</Text>}
      {held && <Text color="secondary">{held}</Text>}
      <ol className={styles}>
        {steps.map((step) => (
          <li key={step.id}>
            <Icon name={iconOf(step)} title={stateName(step.state)} />
            <Stack gap={1} alignItems="center" wrap="wrap">
              <span>{step.to.map((name) => name.replace(/^role:/, '')).join(', ')}</span>
              <When step={step} />
            </Stack>
          </li>
        ))}
      </ol>
    </div>
  );
}

function When({ step: { state, due, doneAt, told } }: { step: ResponseStep }) {
  if (doneAt) {
    return (
      <>
        {told ? (
          <Text color="secondary">
            {t('response.told', 'told')} <RelativeTime at={doneAt} />
          </Text>
        ) : (
          <Text color="warning">
            {t('response.untold', 'not told, no channel is set up')} · <RelativeTime at={doneAt} />
          </Text>
        )}
        {due && (
          <Text color="secondary">
            {t('response.again', 'again')} <Countdown at={due} />
          </Text>
        )}
      </>
    );
  }
  return due ? <Countdown at={due} /> : <Text color="secondary">{stateName(state)}</Text>;
}

function stateName(state: ResponseStep['state']): string {
  switch (state) {
    case 'done':
      return t('response.state.done', 'done');
    case 'next':
      return t('response.state.next', 'planned');
    case 'held':
      return t('response.state.held', 'held');
    case 'spared':
      return t('response.state.spared', 'not needed now');
    case 'over':
      return t('response.state.over', 'was not needed');
  }
}

function holdText({ hold }: IncidentResponse): string | undefined {
  switch (hold) {
    case 'drill':
      return t('response.hold.drill', 'This is a drill: nobody is told.');
    case 'silenced':
      return t('response.hold.silenced', 'Nobody is told while it is snoozed or in planned work.');
    default:
      return undefined;
  }
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    listStyle: 'none',
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    margin: 0,
    overflowWrap: 'anywhere',
    '& > li': { display: 'flex', gap: theme.spacing(1), '& > svg': { flexShrink: 0, marginTop: theme.spacing(0.25) } },
  });
