import React from 'react';
import { t } from '@grafana/i18n';

import { type ChannelSettings, teamOf } from '../../api/appSettings';
import { type Channel } from '../../api/types';
import { ChannelCard } from './ChannelCard';
import { channelTitle } from './channelText';
import { secretsToForget } from './edit/channelValues';
import { ChannelForm } from './edit/ChannelForm';
import { ItemActions } from './edit/ItemActions';
import { move, removeChannel } from './edit/team';
import { useTeam } from './edit/useTeam';

interface Props {
  channel: Channel;
  editing: boolean;
  onEdit: (editing: boolean) => void;
}

/** A channel with what can be done with it. One that only messages name is in no settings. */
export function ChannelItem({ channel, editing, onEdit }: Props) {
  const { settings, why } = useTeam();
  const channels = settings ? teamOf(settings).channels : [];
  const index = placeOfChannel(channel, channels);
  const moveBy = (by: -1 | 1) => () =>
    settings && {
      base: settings,
      change: (team: ReturnType<typeof teamOf>) => ({ ...team, channels: move(team.channels, index, by) }),
    };
  const remove = () =>
    settings && {
      base: settings,
      change: (team: ReturnType<typeof teamOf>) => removeChannel(team, index),
      secrets: secretsToForget(channel.name, settings),
      warning: warningOf(channel),
    };
  return (
    <ChannelCard
      channel={channel}
      actions={
        channel.state !== 'unknown' && (
          <ItemActions
            name={channelTitle(channel)}
            why={why}
            editing={editing}
            onEdit={() => onEdit(!editing)}
            up={index > 0 ? moveBy(-1) : undefined}
            down={index >= 0 && index < channels.length - 1 ? moveBy(1) : undefined}
            remove={remove}
          />
        )
      }
    >
      {editing && settings && (
        <ChannelForm settings={settings} channel={channels[index]} onClose={() => onEdit(false)} />
      )}
    </ChannelCard>
  );
}

/** -1 where the settings do not have it, or have changed since the list was loaded. */
function placeOfChannel({ name, place }: Channel, channels: ChannelSettings[]): number {
  if (place === undefined) {
    return channels.findIndex((one) => one.name === name);
  }
  return (channels[place]?.name ?? '') === name ? place : -1;
}

function warningOf({ place, waiting }: Channel): string {
  if (place !== undefined) {
    return t('channel.delete-nameless', 'No message could go there, so nobody will miss one.');
  }
  return waiting > 0
    ? t(
        'channel.delete-waiting',
        'Nothing is sent there any more, and its address and key are forgotten. Messages that wait for it: {{waiting}}; they wait until there is a channel of this name again.',
        { waiting }
      )
    : t('channel.delete-why', 'Nothing is sent there any more, and its address and key are forgotten.');
}
