import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Field, Input, useStyles2 } from '@grafana/ui';

import { type AppSettings, type ContactSettings, problemsOf, teamOf, useSaveTeam } from '../../../api/appSettings';
import { EditForm } from './EditForm';
import { fieldProblems } from './fieldProblems';
import { placeOf, putContact } from './team';

interface Props {
  settings: AppSettings;
  /** As it was when the form opened; undefined for a new one. */
  contact: ContactSettings | undefined;
  onClose: () => void;
}

const FIELDS = ['login', 'name', 'email', 'slack', 'teams'] as const;

export function ContactForm({ settings, contact, onClose }: Props) {
  const styles = useStyles2(getStyles);
  const [old] = useState(contact);
  const [values, setValues] = useState<ContactSettings>(() => ({ login: '', ...contact }));
  const save = useSaveTeam();
  const { contacts } = teamOf(settings);
  const index = placeOf(contacts, old, 'login');
  const at = `jsonData.contacts[${index < 0 ? contacts.length : index}]`;
  const problems = fieldProblems(
    problemsOf(save.error),
    Object.fromEntries(FIELDS.map((field) => [field, `${at}.${field}`]))
  );
  const submit = () =>
    save.mutate(
      { base: settings, at, change: (team) => putContact(team, index, contactOf(values)) },
      { onSuccess: onClose }
    );
  return (
    <EditForm
      title={old ? t('contact-form.edit', 'Change the contact') : t('contact-form.new', 'New contact')}
      busy={save.isPending}
      error={save.error}
      rest={problems.rest}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className={styles}>
        {FIELDS.map((field) => (
          <Field key={field} noMargin label={labelOf(field)} description={hintOf(field)} {...problems.at(field)}>
            <Input
              id={`contact-${field}`}
              autoComplete="off"
              value={values[field] ?? ''}
              onChange={(e) => setValues({ ...values, [field]: e.currentTarget.value })}
            />
          </Field>
        ))}
      </div>
    </EditForm>
  );
}

/** What is left empty is left out. */
function contactOf(values: ContactSettings): ContactSettings {
  const filled = FIELDS.map((field) => [field, values[field]?.trim() ?? ''] as const).filter(([, text]) => text !== '');
  return { login: '', ...Object.fromEntries(filled) };
}

function labelOf(field: (typeof FIELDS)[number]): string {
  switch (field) {
    case 'login':
      return t('contact-form.login', 'Login in Grafana');
    case 'name':
      return t('contact-form.name', 'Name');
    case 'email':
      return t('contact-form.email', 'E-mail address');
    case 'slack':
      return t('contact-form.slack', 'Member ID of Slack');
    case 'teams':
      return t('contact-form.teams', 'User of Teams');
  }
}

function hintOf(field: (typeof FIELDS)[number]): string | undefined {
  switch (field) {
    case 'slack':
      return t('contact-form.slack-hint', 'From the profile in Slack, such as U024BE7LH');
    case 'teams':
      return t('contact-form.teams-hint', 'User principal name or object id');
    default:
      return undefined;
  }
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    display: 'grid',
    gridTemplateColumns: `repeat(auto-fit, minmax(min(${theme.spacing(30)}, 100%), 1fr))`,
    gap: theme.spacing(2),
  });
