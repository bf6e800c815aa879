import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';

import { useChannels } from '../../api/channels';
import { type Channel } from '../../api/types';
import { EmptyState } from '../../ui/EmptyState';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { isAdmin } from '../../ui/user';
import { ChannelItem } from './ChannelItem';
import { DeadMessages } from './DeadMessages';
import { ChannelForm } from './edit/ChannelForm';
import { FileNote } from './edit/FileNote';
import { SectionHead } from './edit/SectionHead';
import { useTeam } from './edit/useTeam';

/** Which form is open: a channel's by its key, or this for a new one. */
const NEW = 'new';

/** Names of channels that cannot be used may be empty, or another channel's. */
const keyOf = ({ name, place }: Channel) => (place === undefined ? `name ${name}` : `place ${place}`);

export function ChannelsSection() {
  const channels = useChannels();
  const { settings, why } = useTeam();
  const [open, setOpen] = useState<string>();
  const close = () => setOpen(undefined);
  return (
    <section aria-labelledby="settings-channels">
      <SectionHead
        id="settings-channels"
        title={t('channels.title', 'Channels')}
        add={t('channels.add', 'Add a channel')}
        why={why}
        adding={open === NEW}
        onAdd={() => setOpen(NEW)}
      />
      {isAdmin() && <FileNote />}
      {open === NEW && settings && <ChannelForm settings={settings} channel={undefined} onClose={close} />}
      {channels.isPending && <Loading />}
      {channels.isError && (
        <QueryError
          title={t('channels.failed', 'The channels could not be loaded')}
          error={channels.error}
          stale={channels.data !== undefined}
          onRetry={() => void channels.refetch()}
        />
      )}
      {channels.data && <List channels={channels.data} open={open} onOpen={setOpen} />}
      {isAdmin() && <DeadMessages />}
    </section>
  );
}

interface ListProps {
  channels: Channel[];
  open: string | undefined;
  onOpen: (name: string | undefined) => void;
}

function List({ channels, open, onOpen }: ListProps) {
  const styles = useStyles2(getStyles);
  if (channels.length === 0) {
    return open === NEW ? null : (
      <EmptyState icon="message" title={t('channels.none', 'No channel yet')}>
        {t(
          'channels.none-why',
          'Without one nobody is told of incidents. A channel is a webhook, Slack, Microsoft Teams, e-mail or a pager.'
        )}
      </EmptyState>
    );
  }
  return (
    <ul className={styles.list}>
      {channels.map((channel) => (
        <ChannelItem
          key={keyOf(channel)}
          channel={channel}
          editing={open === keyOf(channel)}
          onEdit={(editing) => onOpen(editing ? keyOf(channel) : undefined)}
        />
      ))}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    listStyle: 'none',
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    marginTop: theme.spacing(1),
  }),
});
