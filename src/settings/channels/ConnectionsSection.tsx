import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Text, useStyles2 } from '@grafana/ui';

import { type AppSettings, teamOf } from '../../api/appSettings';
import { ConnectionsForm } from './edit/ConnectionsForm';
import { certificatesIn, PROXY_SECRET } from './edit/connectionValues';
import { useTeam } from './edit/useTeam';

/** How messages leave Grafana, and how their links come back. Only administrators may read it. */
export function ConnectionsSection() {
  const styles = useStyles2(getStyles);
  const { settings, why } = useTeam();
  const [editing, setEditing] = useState(false);
  return (
    <section className={styles.section} aria-labelledby="settings-connections">
      <div className={styles.head}>
        <Text element="h2" variant="h4" id="settings-connections">
          {t('connections.title', 'Connections')}
        </Text>
        <Button
          variant="secondary"
          icon="pen"
          disabled={why !== undefined}
          tooltip={why}
          aria-expanded={editing}
          aria-label={t('connections.edit-label', 'Edit the connections')}
          onClick={() => setEditing(!editing)}
        >
          {t('team.edit', 'Edit')}
        </Button>
      </div>
      <p className={styles.secondary}>
        {t('connections.what', 'Which addresses messages may go to, by which way, and where their links lead.')}
      </p>
      {settings && <Facts settings={settings} />}
      {editing && settings && <ConnectionsForm settings={settings} onClose={() => setEditing(false)} />}
    </section>
  );
}

function Facts({ settings }: { settings: AppSettings }) {
  const styles = useStyles2(getStyles);
  const { rootUrl, allowedHosts, caCertificates } = teamOf(settings);
  const facts: Array<[name: string, value: string]> = [
    [t('connections.root', 'Address of Grafana'), rootUrl || t('connections.root-none', 'what Grafana says of itself')],
    [
      t('connections.hosts', 'Hosts beside the internet'),
      allowedHosts.join(', ') || t('connections.hosts-none', 'none'),
    ],
    [t('connections.proxy', 'Proxy'), proxyText(settings)],
    [t('connections.certificates', 'Certificates'), certificatesText(caCertificates)],
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name} className={styles.fact}>
          <dt className={styles.name}>{name}</dt>
          <dd className={styles.value}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function proxyText(settings: AppSettings): string {
  if (settings.secureJsonFields[PROXY_SECRET]) {
    return t('connections.proxy-secret', 'set, as a secret');
  }
  return teamOf(settings).proxyUrl || t('connections.proxy-none', 'none');
}

function certificatesText(pem: string): string {
  return pem.trim() === ''
    ? t('connections.certificates-none', 'those of the system')
    : t('connections.certificates-own', 'those of the system and {{count}} more', { count: certificatesIn(pem) });
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ marginTop: theme.spacing(4) }),
  head: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(1),
  }),
  secondary: css({ color: theme.colors.text.secondary }),
  facts: css({ margin: theme.spacing(1, 0) }),
  fact: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0, 1), padding: theme.spacing(0.25, 0) }),
  name: css({ width: theme.spacing(26), color: theme.colors.text.secondary, fontWeight: 'inherit' }),
  value: css({ margin: 0, minWidth: 0, overflowWrap: 'anywhere' }),
});
