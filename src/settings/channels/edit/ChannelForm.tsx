import React, { useState } from 'react';
import { t } from '@grafana/i18n';
import { Checkbox, Combobox, Field, Input } from '@grafana/ui';

import { type AppSettings, type ChannelSettings, problemsOf, teamOf, useSaveTeam } from '../../../api/appSettings';
import { channelKind } from '../channelText';
import { channelOf, type ChannelValues, keySecret, KINDS, secretsOf, urlSecret, valuesOf } from './channelValues';
import { EditForm } from './EditForm';
import { fieldProblems } from './fieldProblems';
import { MailFields } from './MailFields';
import { NameList } from './NameList';
import { SecretField } from './SecretField';
import { placeOf, putChannel, recipients } from './team';

interface Props {
  settings: AppSettings;
  /** As it was when the form opened; undefined for a new one. */
  channel: ChannelSettings | undefined;
  onClose: () => void;
}

const FIELDS = ['name', 'kind', 'url', 'to', 'host', 'port', 'tls', 'username', 'from'];

/** The backend checks before anything is saved; what it finds is shown at its field. */
export function ChannelForm({ settings, channel, onClose }: Props) {
  const team = teamOf(settings);
  const [old] = useState(channel);
  const index = placeOf(team.channels, old, 'name');
  const [values, setValues] = useState(() => valuesOf(team, old));
  const save = useSaveTeam();
  const set = (part: Partial<ChannelValues>) => setValues({ ...values, ...part });
  const name = values.name.trim();
  const at = `jsonData.channels[${index < 0 ? team.channels.length : index}]`;
  const problems = fieldProblems(problemsOf(save.error), {
    ...Object.fromEntries(FIELDS.map((field) => [field, `${at}.${field}`])),
    secret: `secureJsonData[${JSON.stringify(keySecret(name))}]`,
  });
  const submit = () =>
    save.mutate(
      {
        base: settings,
        at,
        secrets: secretsOf(values, old?.name, settings),
        change: (now) => putChannel(now, index, channelOf(values), values.external),
      },
      { onSuccess: onClose }
    );
  const renamed = old !== undefined && old.name !== name;
  const isSet = (secret: string) => !renamed && old !== undefined && Boolean(settings.secureJsonFields[secret]);
  return (
    <EditForm
      title={old ? t('channel-form.edit', 'Change the channel') : t('channel-form.new', 'New channel')}
      busy={save.isPending}
      error={save.error}
      rest={problems.rest}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field
        noMargin
        label={t('channel-form.name', 'Name')}
        description={
          renamed
            ? t(
                'channel-form.renamed',
                'With another name its address, key or password has to be typed again: Grafana gives no secret back.'
              )
            : undefined
        }
        {...problems.at('name')}
      >
        <Input id="channel-name" value={values.name} onChange={(e) => set({ name: e.currentTarget.value })} />
      </Field>
      <Field noMargin label={t('channel-form.kind', 'Kind')} htmlFor="channel-kind" {...problems.at('kind')}>
        <Combobox
          id="channel-kind"
          options={KINDS.map((value) => ({ value, label: channelKind(value) }))}
          value={values.kind}
          onChange={({ value }) => set({ kind: value })}
        />
      </Field>
      {values.kind === 'email' ? (
        <MailFields values={values} problems={problems} onChange={set} />
      ) : (
        <Address
          values={values}
          plain={Boolean(old?.url)}
          configured={isSet(urlSecret(name))}
          problem={problems.at('url')}
          onChange={set}
        />
      )}
      <KeyField values={values} configured={isSet(keySecret(name))} problem={problems.at('secret')} onChange={set} />
      <NameList
        id="channel-to"
        label={t('channel-form.to', 'Whom it tells')}
        description={t(
          'channel-form.to-hint',
          'For messages that name nobody: contacts, whoever is on call in a rotation, mail addresses, or mentions such as @here'
        )}
        placeholder={t('channel-form.to-add', 'Add somebody')}
        names={values.to}
        options={recipients(team)}
        {...problems.at('to')}
        onChange={(to) => set({ to })}
      />
      <div>
        <Checkbox
          id="channel-external"
          label={t('channel-form.external', 'People outside read it')}
          description={t('channel-form.external-hint', 'Only external messages go there, and only there')}
          value={values.external}
          onChange={(e) => set({ external: e.currentTarget.checked })}
        />
      </div>
    </EditForm>
  );
}

interface PartProps {
  values: ChannelValues;
  configured: boolean;
  problem: { invalid: boolean; error?: string };
  onChange: (part: Partial<ChannelValues>) => void;
}

/** `plain`: the settings have an address that everybody who may see the settings reads. */
function Address({ values, plain, configured, problem, onChange }: PartProps & { plain: boolean }) {
  return (
    <>
      {plain && (
        <Field
          noMargin
          label={t('channel-form.plain-url', 'Address, not secret')}
          description={t(
            'channel-form.plain-url-hint',
            'It stands readable in the settings; the secret one below counts first'
          )}
        >
          <Input id="channel-url" value={values.url} onChange={(e) => onChange({ url: e.currentTarget.value })} />
        </Field>
      )}
      <SecretField
        id="channel-secret-url"
        label={t('channel-form.url', 'Address')}
        description={addressHint(values.kind)}
        value={values.secretUrl}
        configured={configured}
        onChange={(secretUrl) => onChange({ secretUrl })}
        {...problem}
      />
    </>
  );
}

function KeyField({ values, configured, problem, onChange }: PartProps) {
  const { label, description } = keyText(values.kind);
  return label === undefined ? null : (
    <SecretField
      id="channel-secret"
      label={label}
      description={description}
      value={values.secret}
      configured={configured}
      onChange={(secret) => onChange({ secret })}
      {...problem}
    />
  );
}

function addressHint(kind: ChannelValues['kind']): string {
  switch (kind) {
    case 'slack':
      return t('channel-form.url-slack', 'Of an incoming webhook of Slack');
    case 'teams':
      return t('channel-form.url-teams', 'Of a workflow of Teams that posts when a webhook request is received');
    case 'pager':
      return t('channel-form.url-pager', 'Empty for PagerDuty; else of a pager that takes events of its Events API v2');
    default:
      return t(
        'channel-form.url-hint',
        'Where messages are posted as JSON; hosts that are not on the internet have to be in jsonData.allowedHosts'
      );
  }
}

function keyText(kind: ChannelValues['kind']): { label?: string; description?: string } {
  switch (kind) {
    case 'webhook':
      return {
        label: t('channel-form.key', 'Key of the signature'),
        description: t('channel-form.key-hint', 'Messages are signed with it (X-Strata-Signature); empty for unsigned'),
      };
    case 'pager':
      return { label: t('channel-form.integration-key', 'Integration key') };
    case 'email':
      return {
        label: t('channel-form.password', 'Password'),
        description: t('channel-form.password-hint', 'Only with a user'),
      };
    default:
      return {};
  }
}
