import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, Button, useStyles2 } from '@grafana/ui';

import { useTestChannel } from '../../api/channels';
import { type Channel } from '../../api/types';
import { QueryError } from '../../ui/QueryError';
import { Duration, RelativeTime } from '../../ui/Time';
import { isAdmin } from '../../ui/user';
import { CHANNEL_LOOKS, channelKind, channelState, channelTitle, circuitText } from './channelText';

interface Props extends React.PropsWithChildren {
  channel: Channel;
  /** What can be done with it beside a test. */
  actions?: React.ReactNode;
}

export function ChannelCard({ channel, actions, children }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <li className={styles.card} data-channel={channel.name}>
      <div className={styles.head}>
        <h3 className={styles.name}>{channelTitle(channel)}</h3>
        <Badge {...CHANNEL_LOOKS[channel.state]} text={channelState(channel.state)} />
        {channel.kind && <span className={styles.secondary}>{channelKind(channel.kind)}</span>}
        {channel.where && <span className={styles.secondary}>{channel.where}</span>}
      </div>
      <Problem channel={channel} />
      <Figures channel={channel} />
      <TestButton channel={channel} actions={actions} />
      {children}
    </li>
  );
}

function Problem({ channel: { problem } }: { channel: Channel }) {
  const styles = useStyles2(getStyles);
  if (!problem) {
    return null;
  }
  return (
    <div className={styles.error}>
      {problem.message} {problem.fix} {problem.field && <code>{problem.field}</code>}
    </div>
  );
}

function Figures({ channel }: { channel: Channel }) {
  const styles = useStyles2(getStyles);
  const { waiting, dead, oldestAt, lastSentAt, lastFailedAt, lastError } = channel;
  const circuit = circuitText(channel);
  return (
    <div className={styles.secondary}>
      <div>
        {t('channel.figures', 'Waiting: {{waiting}} · given up: {{dead}}', { waiting, dead })}
        {oldestAt && (
          <>
            {' · '}
            {t('channel.oldest', 'oldest waits for')} <Duration from={oldestAt} />
          </>
        )}
        {' · '}
        {lastSentAt ? (
          <>
            {t('channel.last-sent', 'last sent')} <RelativeTime at={lastSentAt} />
          </>
        ) : (
          t('channel.never-sent', 'nothing sent yet')
        )}
      </div>
      {circuit && <div>{circuit}</div>}
      {lastError && lastFailedAt && (
        <div className={channel.state === 'failing' ? styles.error : undefined}>
          {t('channel.last-error', 'Last failure: {{error}}', {
            error: lastError,
            interpolation: { escapeValue: false },
          })}{' '}
          <RelativeTime at={lastFailedAt} />
        </div>
      )}
    </div>
  );
}

/** Undefined where a test can be sent. */
function whyNoTest(channel: Channel): string | undefined {
  if (!isAdmin()) {
    return t('channel.test-admins', 'Test messages are sent by administrators');
  }
  if (channel.state === 'broken' || channel.state === 'unknown') {
    return t('channel.test-broken', 'Its settings have to be mended first');
  }
  return undefined;
}

function TestButton({ channel, actions }: Pick<Props, 'channel' | 'actions'>) {
  const styles = useStyles2(getStyles);
  const { mutate, isPending, data, error } = useTestChannel();
  const why = whyNoTest(channel);
  return (
    <>
      <div className={styles.test}>
        <Button
          size="sm"
          variant="secondary"
          icon={isPending ? 'spinner' : 'message'}
          disabled={why !== undefined || isPending}
          tooltip={why}
          aria-label={t('channel.test-label', 'Send a test message to {{name}}', {
            name: channelTitle(channel),
            interpolation: { escapeValue: false },
          })}
          onClick={() => mutate(channel.name)}
        >
          {t('channel.test', 'Test')}
        </Button>
        {actions}
        <span role="status" className={data && !data.sent ? styles.error : styles.secondary}>
          {data &&
            t('channel.tested', '{{message}} ({{took}} ms)', {
              message: data.message,
              took: data.took,
              interpolation: { escapeValue: false },
            })}
        </span>
      </div>
      {error && <QueryError title={t('channel.test-failed', 'The test could not be made')} error={error} />}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    padding: theme.spacing(1.5),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
  }),
  head: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5, 1) }),
  name: css({ margin: 0, fontSize: theme.typography.h5.fontSize, overflowWrap: 'anywhere' }),
  secondary: css({ color: theme.colors.text.secondary, overflowWrap: 'anywhere' }),
  error: css({ color: theme.colors.error.text, overflowWrap: 'anywhere' }),
  test: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
});
