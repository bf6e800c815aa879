import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Combobox, Field, Input, useStyles2 } from '@grafana/ui';

import { type ChannelValues, TLS } from './channelValues';
import { type FieldProblems } from './fieldProblems';

interface Props {
  values: ChannelValues;
  problems: FieldProblems;
  onChange: (part: Partial<ChannelValues>) => void;
}

const SENDER = 'Strata <strata@example.com>';
const PORTS: Record<string, string> = { starttls: '587', implicit: '465', none: '25' };

export function MailFields({ values, problems, onChange }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles}>
      <Field noMargin label={t('mail-form.host', 'Mail server')} {...problems.at('host')}>
        <Input id="channel-host" value={values.host} onChange={(e) => onChange({ host: e.currentTarget.value })} />
      </Field>
      <Field noMargin label={t('mail-form.port', 'Port')} {...problems.at('port')}>
        <Input
          id="channel-port"
          inputMode="numeric"
          placeholder={PORTS[values.tls]}
          value={values.port}
          onChange={(e) => onChange({ port: e.currentTarget.value })}
        />
      </Field>
      <Field noMargin label={t('mail-form.tls', 'Encryption')} htmlFor="channel-tls" {...problems.at('tls')}>
        <Combobox
          id="channel-tls"
          options={TLS.map((value) => ({ value, label: tlsText(value) }))}
          value={values.tls}
          onChange={({ value }) => onChange({ tls: value })}
        />
      </Field>
      <Field noMargin label={t('mail-form.from', 'Sender')} {...problems.at('from')}>
        <Input
          id="channel-from"
          placeholder={SENDER}
          value={values.from}
          onChange={(e) => onChange({ from: e.currentTarget.value })}
        />
      </Field>
      <Field noMargin label={t('mail-form.username', 'User')} {...problems.at('username')}>
        <Input
          id="channel-username"
          autoComplete="off"
          value={values.username}
          onChange={(e) => onChange({ username: e.currentTarget.value })}
        />
      </Field>
    </div>
  );
}

function tlsText(tls: (typeof TLS)[number]): string {
  switch (tls) {
    case 'starttls':
      return t('mail-form.starttls', 'STARTTLS');
    case 'implicit':
      return t('mail-form.implicit', 'TLS from the first byte');
    case 'none':
      return t('mail-form.none', 'None (then without a user)');
  }
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    display: 'grid',
    gridTemplateColumns: `repeat(auto-fit, minmax(min(${theme.spacing(28)}, 100%), 1fr))`,
    gap: theme.spacing(2),
  });
