import React, { useState } from 'react';
import { t } from '@grafana/i18n';
import { Field, Input, TextArea } from '@grafana/ui';

import { type AppSettings, problemsOf, useSaveTeam } from '../../../api/appSettings';
import {
  connectionSecrets,
  type ConnectionValues,
  connectionValues,
  PROXY_SECRET,
  putConnections,
} from './connectionValues';
import { EditForm } from './EditForm';
import { fieldProblems } from './fieldProblems';
import { NameList } from './NameList';
import { SecretField } from './SecretField';

interface Props {
  settings: AppSettings;
  onClose: () => void;
}

const PATHS = {
  rootUrl: 'jsonData.rootUrl',
  allowedHosts: 'jsonData.allowedHosts',
  proxyUrl: 'jsonData.proxyUrl',
  caCertificates: 'jsonData.caCertificates',
};

/** The backend checks before anything is saved; what it finds is shown at its field. */
export function ConnectionsForm({ settings, onClose }: Props) {
  const [values, setValues] = useState(() => connectionValues(settings));
  const save = useSaveTeam();
  const set = (part: Partial<ConnectionValues>) => setValues({ ...values, ...part });
  const problems = fieldProblems(problemsOf(save.error), PATHS);
  const submit = () =>
    save.mutate(
      {
        base: settings,
        at: Object.values(PATHS),
        secrets: connectionSecrets(values),
        change: (team) => putConnections(team, values),
      },
      { onSuccess: onClose }
    );
  return (
    <EditForm
      title={t('connections-form.title', 'Change the connections')}
      busy={save.isPending}
      error={save.error}
      rest={problems.rest}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field
        noMargin
        label={t('connections.root', 'Address of Grafana')}
        description={t(
          'connections-form.root-hint',
          'As people open it, with its sub-path: links in messages begin with it. Empty: what Grafana says of itself'
        )}
        {...problems.at('rootUrl')}
      >
        <Input
          id="connections-root"
          placeholder={ROOT_FORM}
          value={values.rootUrl}
          onChange={(e) => set({ rootUrl: e.currentTarget.value })}
        />
      </Field>
      <NameList
        id="connections-hosts"
        label={t('connections.hosts', 'Hosts beside the internet')}
        description={t(
          'connections-form.hosts-hint',
          'Names, addresses or networks inside, each with a port where only one may be reached: mail.corp, 10.1.0.0/16, hooks.corp:8443'
        )}
        placeholder={t('connections-form.hosts-add', 'Add a host')}
        names={values.allowedHosts}
        options={[]}
        {...problems.at('allowedHosts')}
        onChange={(allowedHosts) => set({ allowedHosts })}
      />
      <Proxy
        values={values}
        configured={Boolean(settings.secureJsonFields[PROXY_SECRET])}
        problem={problems.at('proxyUrl')}
        onChange={set}
      />
      <Field
        noMargin
        label={t('connections.certificates', 'Certificates')}
        description={t(
          'connections-form.certificates-hint',
          'In PEM, trusted beside those of the system. Verification cannot be switched off'
        )}
        {...problems.at('caCertificates')}
      >
        <TextArea
          id="connections-certificates"
          rows={4}
          spellCheck={false}
          value={values.caCertificates}
          onChange={(e) => set({ caCertificates: e.currentTarget.value })}
        />
      </Field>
    </EditForm>
  );
}

interface ProxyProps {
  values: ConnectionValues;
  configured: boolean;
  problem: { invalid: boolean; error?: string };
  onChange: (part: Partial<ConnectionValues>) => void;
}

/** What is wrong stands where the address is that counts. */
function Proxy({ values, configured, problem, onChange }: ProxyProps) {
  const { proxyUrl, secretProxyUrl } = values;
  const secretCounts = secretProxyUrl === undefined ? configured : secretProxyUrl.trim() !== '';
  const fine = { invalid: false };
  return (
    <>
      <Field
        noMargin
        label={t('connections.proxy', 'Proxy')}
        description={t(
          'connections-form.proxy-hint',
          'For everything but mail. Empty: none, whatever the environment says'
        )}
        {...(secretCounts ? fine : problem)}
      >
        <Input
          id="connections-proxy"
          placeholder={PROXY_FORM}
          value={proxyUrl}
          onChange={(e) => onChange({ proxyUrl: e.currentTarget.value })}
        />
      </Field>
      <SecretField
        id="connections-proxy-secret"
        label={t('connections-form.proxy-secret', 'Proxy with a password')}
        description={t('connections-form.proxy-secret-hint', 'Kept as a secret; it counts before the one above')}
        value={secretProxyUrl}
        configured={configured}
        onChange={(typed) => onChange({ secretProxyUrl: typed })}
        {...(secretCounts ? problem : fine)}
      />
    </>
  );
}

const ROOT_FORM = 'https://grafana.example.com/ops';
const PROXY_FORM = 'http://proxy.example.com:3128';
