import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Input, useStyles2 } from '@grafana/ui';

import { type AppSettings, type ContactSettings, teamOf, type TeamSettings } from '../../api/appSettings';
import { EmptyState } from '../../ui/EmptyState';
import { Loading } from '../../ui/Loading';
import { ContactForm } from './edit/ContactForm';
import { ItemActions } from './edit/ItemActions';
import { SectionHead } from './edit/SectionHead';
import { without } from './edit/team';
import { useTeam } from './edit/useTeam';

/** Which form is open: a contact's by its login, or this for a new one. */
const NEW = '';
/** There may be two thousand; from a few on one searches. */
const SHOWN = 50;
const FEW = 10;

/** People who can be told something. Addresses are for administrators only. */
export function ContactsSection() {
  const styles = useStyles2(getStyles);
  const { settings, team, why, loading } = useTeam();
  const [open, setOpen] = useState<string>();
  const [wanted, setWanted] = useState('');
  const contacts = team?.contacts ?? [];
  const found = contacts.filter((contact) =>
    Object.values(contact).join(' ').toLowerCase().includes(wanted.trim().toLowerCase())
  );
  return (
    <section className={styles.section} aria-labelledby="settings-contacts">
      <SectionHead
        id="settings-contacts"
        title={t('contacts.title', 'Contacts')}
        add={t('contacts.add', 'Add a contact')}
        why={why}
        adding={open === NEW}
        onAdd={() => setOpen(NEW)}
      />
      {open === NEW && settings && (
        <ContactForm settings={settings} contact={undefined} onClose={() => setOpen(undefined)} />
      )}
      {contacts.length > FEW && (
        <Input
          aria-label={t('contacts.search', 'Search contacts')}
          placeholder={t('contacts.search', 'Search contacts')}
          width={40}
          value={wanted}
          onChange={(e) => setWanted(e.currentTarget.value)}
        />
      )}
      {loading && <Loading />}
      {contacts.length === 0 && !loading && open !== NEW && (
        <EmptyState
          icon="user"
          title={team ? t('contacts.none', 'No contact yet') : t('contacts.hidden', 'Contacts are not shown')}
        >
          {team
            ? t('contacts.none-why', 'A contact is somebody in Grafana with the addresses where they are reached.')
            : why}
        </EmptyState>
      )}
      <ul className={styles.list}>
        {settings &&
          found
            .slice(0, SHOWN)
            .map((contact) => (
              <Row
                key={contact.login}
                settings={settings}
                contact={contact}
                editing={open === contact.login}
                onEdit={(editing) => setOpen(editing ? contact.login : undefined)}
              />
            ))}
      </ul>
      {found.length > SHOWN && (
        <p>{t('contacts.more', '{{more}} more; search for them', { more: found.length - SHOWN })}</p>
      )}
    </section>
  );
}

interface RowProps {
  settings: AppSettings;
  contact: ContactSettings;
  editing: boolean;
  onEdit: (editing: boolean) => void;
}

function Row({ settings, contact, editing, onEdit }: RowProps) {
  const styles = useStyles2(getStyles);
  const { login, name, email, slack, teams } = contact;
  const index = teamOf(settings).contacts.findIndex((one) => one.login === login);
  const remove = () => ({
    base: settings,
    change: (team: TeamSettings) => ({ ...team, contacts: without(team.contacts, index) }),
    warning: t('contact.delete-why', 'Strata does not know any more where this person is reached.'),
  });
  return (
    <li className={styles.item} data-contact={login}>
      <div className={styles.row}>
        <h3 className={styles.name}>{name ?? login}</h3>
        <span className={styles.secondary}>{[name && login, email, slack, teams].filter(Boolean).join(' · ')}</span>
        <span className={styles.actions}>
          <ItemActions name={login} why={undefined} editing={editing} onEdit={() => onEdit(!editing)} remove={remove} />
        </span>
      </div>
      {editing && <ContactForm settings={settings} contact={contact} onClose={() => onEdit(false)} />}
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ marginTop: theme.spacing(4) }),
  list: css({ listStyle: 'none', margin: theme.spacing(1, 0) }),
  item: css({ padding: theme.spacing(0.5, 0), borderBottom: `1px solid ${theme.colors.border.weak}` }),
  row: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0, 2) }),
  name: css({ margin: 0, fontSize: theme.typography.body.fontSize, overflowWrap: 'anywhere' }),
  secondary: css({ color: theme.colors.text.secondary, overflowWrap: 'anywhere' }),
  actions: css({ marginLeft: 'auto' }),
});
