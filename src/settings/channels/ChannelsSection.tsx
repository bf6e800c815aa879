import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Text, useStyles2 } from '@grafana/ui';

import { useChannels } from '../../api/channels';
import { type Channel } from '../../api/types';
import { EmptyState } from '../../ui/EmptyState';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { isAdmin } from '../../ui/user';
import { ChannelCard } from './ChannelCard';
import { DeadMessages } from './DeadMessages';

export function ChannelsSection() {
  const styles = useStyles2(getStyles);
  const channels = useChannels();
  return (
    <section className={styles.section} aria-labelledby="settings-channels">
      <Text element="h2" variant="h4" id="settings-channels">
        {t('channels.title', 'Channels')}
      </Text>
      {channels.isPending && <Loading />}
      {channels.isError && (
        <QueryError
          title={t('channels.failed', 'The channels could not be loaded')}
          error={channels.error}
          stale={channels.data !== undefined}
          onRetry={() => void channels.refetch()}
        />
      )}
      {channels.data && <List channels={channels.data} />}
      {isAdmin() && <DeadMessages />}
    </section>
  );
}

function List({ channels }: { channels: Channel[] }) {
  const styles = useStyles2(getStyles);
  if (channels.length === 0) {
    return (
      <EmptyState icon="message" title={t('channels.none', 'No channel yet')}>
        {t(
          'channels.none-why',
          'Without one nobody is told of incidents. Channels are set in the provisioning file of the app, as jsonData.channels; docs/configuration.md shows how.'
        )}
      </EmptyState>
    );
  }
  return (
    <ul className={styles.list}>
      {channels.map((channel) => (
        <ChannelCard key={channel.name} channel={channel} />
      ))}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ marginTop: theme.spacing(4) }),
  list: css({
    listStyle: 'none',
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    marginTop: theme.spacing(1),
  }),
});
