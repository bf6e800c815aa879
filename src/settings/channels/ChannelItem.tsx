import React from 'react';
import { t } from '@grafana/i18n';

import { teamOf } from '../../api/appSettings';
import { type Channel } from '../../api/types';
import { ChannelCard } from './ChannelCard';
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
  const { name, waiting } = channel;
  const channels = settings ? teamOf(settings).channels : [];
  const index = channels.findIndex((one) => one.name === name);
  const moveBy = (by: -1 | 1) => () =>
    settings && {
      base: settings,
      change: (team: ReturnType<typeof teamOf>) => ({ ...team, channels: move(team.channels, index, by) }),
    };
  const remove = () =>
    settings && {
      base: settings,
      change: (team: ReturnType<typeof teamOf>) => removeChannel(team, index),
      secrets: secretsToForget(name, settings),
      warning:
        waiting > 0
          ? t(
              'channel.delete-waiting',
              'Nothing is sent there any more, and its address and key are forgotten. Messages that wait for it: {{waiting}}; they wait until there is a channel of this name again.',
              { waiting }
            )
          : t('channel.delete-why', 'Nothing is sent there any more, and its address and key are forgotten.'),
    };
  return (
    <ChannelCard
      channel={channel}
      actions={
        channel.state !== 'unknown' && (
          <ItemActions
            name={name}
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
