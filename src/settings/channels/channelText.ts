import { type IconName } from '@grafana/data';
import { t } from '@grafana/i18n';
import { type BadgeColor } from '@grafana/ui';

import { type Channel } from '../../api/types';

export const CHANNEL_LOOKS: Record<Channel['state'], { color: BadgeColor; icon: IconName }> = {
  ok: { color: 'green', icon: 'check' },
  unused: { color: 'darkgrey', icon: 'clock-nine' },
  failing: { color: 'orange', icon: 'exclamation-triangle' },
  broken: { color: 'red', icon: 'times-circle' },
  unknown: { color: 'red', icon: 'question-circle' },
};

/** The name of a channel, which may be empty in the settings. */
export function channelTitle({ name }: Pick<Channel, 'name'>): string {
  return name.trim() === '' ? t('channel.nameless', 'Without a name') : name;
}

export function channelState(state: Channel['state']): string {
  switch (state) {
    case 'ok':
      return t('channel.ok', 'Works');
    case 'unused':
      return t('channel.unused', 'Not used yet');
    case 'failing':
      return t('channel.failing', 'Fails');
    case 'broken':
      return t('channel.broken', 'Settings are wrong');
    case 'unknown':
      return t('channel.unknown', 'Not in the settings');
  }
}

export function channelKind(kind: NonNullable<Channel['kind']>): string {
  switch (kind) {
    case 'webhook':
      return t('channel.webhook', 'Webhook');
    case 'slack':
      return t('channel.slack', 'Slack');
    case 'teams':
      return t('channel.teams', 'Microsoft Teams');
    case 'email':
      return t('channel.email', 'E-mail');
    case 'pager':
      return t('channel.pager', 'Pager');
  }
}

/** A channel that was broken off says when it is tried again. */
export function circuitText(channel: Channel): string | undefined {
  switch (channel.circuit) {
    case 'closed':
      return undefined;
    case 'open':
      return t('channel.rests', 'Rests after too many failures; messages wait');
    case 'testing':
      return t('channel.testing', 'The next message finds out whether it works again');
  }
}
