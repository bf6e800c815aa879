import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, type IconName } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, type BadgeColor, Text, TextLink, useStyles2 } from '@grafana/ui';

import { useStatus } from '../../api/status';
import { type StatusPart } from '../../api/types';
import { PLUGIN_ID } from '../../constants';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';

export function StatusSection() {
  const styles = useStyles2(getStyles);
  const status = useStatus();
  return (
    <section className={styles.section} aria-labelledby="settings-status">
      <Text element="h2" variant="h4" id="settings-status">
        {t('status-section.title', 'Status')}
      </Text>
      {status.isPending && <Loading />}
      {status.isError && (
        <QueryError
          title={t('status-section.failed', 'The status could not be loaded')}
          error={status.error}
          stale={status.data !== undefined}
          onRetry={() => void status.refetch()}
        />
      )}
      <ul className={styles.parts}>
        {status.data?.parts.map((part) => (
          <Part key={part.id} part={part} />
        ))}
      </ul>
      <TextLink href={`/plugins/${PLUGIN_ID}`}>
        {t('status-section.config', 'Store and service account token: configuration of the app')}
      </TextLink>
    </section>
  );
}

const LOOKS: Record<StatusPart['state'], { color: BadgeColor; icon: IconName }> = {
  ok: { color: 'green', icon: 'check' },
  warning: { color: 'orange', icon: 'exclamation-triangle' },
  error: { color: 'red', icon: 'times-circle' },
  off: { color: 'darkgrey', icon: 'power' },
};

function Part({ part }: { part: StatusPart }) {
  const styles = useStyles2(getStyles);
  return (
    <li className={styles.part} data-part={part.id}>
      <div className={styles.state}>
        <Badge {...LOOKS[part.state]} text={stateName(part.state)} />
      </div>
      <div className={styles.text}>
        <strong>{partName(part.id)}</strong>: {part.message}
        {part.fix && <div>{part.fix}</div>}
        {Object.entries(part.details ?? {}).map(([name, value]) => (
          <div key={name} className={styles.detail}>
            {name}: {value}
          </div>
        ))}
      </div>
    </li>
  );
}

/** Parts that a newer backend may have keep their id. */
function partName(id: string): string {
  const names: Record<string, string> = {
    store: t('status-part.store', 'Store'),
    catalog: t('status-part.catalog', 'Catalog'),
    runbooks: t('status-part.runbooks', 'Runbooks'),
    live: t('status-part.live', 'Live changes'),
    sources: t('status-part.sources', 'Sources'),
    timers: t('status-part.timers', 'Timers'),
    messages: t('status-part.messages', 'Messages'),
    rules: t('status-part.rules', 'Rules'),
    playbooks: t('status-part.playbooks', 'Playbooks'),
    reviews: t('status-part.reviews', 'Reviews'),
    settings: t('status-part.settings', 'Settings'),
    'grafana-token': t('status-part.grafana-token', 'Access to Grafana'),
  };
  return names[id] ?? id;
}

function stateName(state: StatusPart['state']): string {
  switch (state) {
    case 'ok':
      return t('status-section.ok', 'OK');
    case 'warning':
      return t('status-section.warning', 'Warning');
    case 'error':
      return t('status-section.error', 'Error');
    case 'off':
      return t('status-section.off', 'Off');
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ marginBottom: theme.spacing(4) }),
  parts: css({ listStyle: 'none', margin: theme.spacing(1, 0) }),
  part: css({
    display: 'flex',
    gap: theme.spacing(1.5),
    padding: theme.spacing(1, 0),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  state: css({ width: theme.spacing(10), flexShrink: 0 }),
  text: css({ minWidth: 0, overflowWrap: 'anywhere' }),
  detail: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
