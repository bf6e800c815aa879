import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { config } from '@grafana/runtime';
import { Button, IconButton, Input, Stack, Text, Tooltip, useStyles2 } from '@grafana/ui';

import { useAssignRole, useReleaseRole } from '../../../api/response';
import { type ResponseRole } from '../../../api/types';
import { QueryError } from '../../../ui/QueryError';
import { editorOnly } from './refusal';

interface Props {
  number: number;
  roles: ResponseRole[];
}

export function Roles({ number, roles }: Props) {
  const styles = useStyles2(getStyles);
  const assign = useAssignRole(number);
  const release = useReleaseRole(number);
  const error = assign.error ?? release.error;
  const refusal = editorOnly();
  const busy = assign.isPending || release.isPending;
  return (
    <div>
      <Text element="h3" variant="h6">
        {t('response.roles', 'Roles')}
      </Text>
      <ul className={styles}>
        {roles.map((role) => (
          <li key={role.id}>
            <Role
              role={role}
              refusal={refusal}
              busy={busy}
              onAssign={(login) => assign.mutate({ role: role.id, login })}
              onRelease={(login) => release.mutate({ role: role.id, login })}
            />
          </li>
        ))}
      </ul>
      {error && <QueryError title={t('response.role-failed', 'The role was not changed')} error={error} />}
    </div>
  );
}

interface RoleProps {
  role: ResponseRole;
  refusal?: string;
  busy: boolean;
  onAssign: (login?: string) => void;
  onRelease: (login: string) => void;
}

function Role({ role, refusal, busy, onAssign, onRelease }: RoleProps) {
  const mine = role.people.some(({ login }) => login === config.bootData.user.login);
  return (
    <Stack gap={1} alignItems="center" wrap="wrap">
      <Tooltip content={role.duty ?? role.title}>
        <span>
          <Text color="secondary">{role.title}</Text>
        </span>
      </Tooltip>
      {role.people.length === 0 && <Text italic>{t('response.nobody', 'nobody')}</Text>}
      {role.people.map(({ login }) => (
        <Stack key={login} gap={0.5} alignItems="center">
          <Text weight="medium">{login}</Text>
          <IconButton
            name="times"
            size="sm"
            disabled={refusal !== undefined || busy}
            tooltip={
              refusal ??
              t('response.release', 'Take "{{role}}" from {{login}}', {
                role: role.title,
                login,
                interpolation: { escapeValue: false },
              })
            }
            onClick={() => onRelease(login)}
          />
        </Stack>
      ))}
      <Stack gap={1} alignItems="center">
        {!mine && (
          <Button
            size="sm"
            variant="secondary"
            disabled={refusal !== undefined || busy}
            tooltip={refusal}
            aria-label={t('response.take-role', 'Take the role "{{role}}"', {
              role: role.title,
              interpolation: { escapeValue: false },
            })}
            onClick={() => onAssign()}
          >
            {t('response.take', 'Take it')}
          </Button>
        )}
        <NameSomebody title={role.title} refusal={refusal} busy={busy} onAssign={onAssign} />
      </Stack>
    </Stack>
  );
}

interface NameProps {
  title: string;
  refusal?: string;
  busy: boolean;
  onAssign: (login: string) => void;
}

function NameSomebody({ title, refusal, busy, onAssign }: NameProps) {
  const [open, setOpen] = useState(false);
  const [login, setLogin] = useState('');
  const submit = (event: React.SyntheticEvent) => {
    event.preventDefault();
    if (login.trim()) {
      onAssign(login.trim());
      setOpen(false);
      setLogin('');
    }
  };
  return (
    <>
      <Button
        size="sm"
        fill="text"
        disabled={refusal !== undefined || busy}
        tooltip={refusal}
        aria-expanded={open}
        aria-label={t('response.name-for', 'Name somebody for "{{role}}"', {
          role: title,
          interpolation: { escapeValue: false },
        })}
        onClick={() => setOpen(!open)}
      >
        {t('response.name', 'Name…')}
      </Button>
      {open && (
        <form onSubmit={submit}>
          <Stack gap={1}>
            <Input
              width={18}
              value={login}
              maxLength={190}
              placeholder={t('response.login', 'Login')}
              aria-label={t('response.login-for', 'Login for "{{role}}"', {
                role: title,
                interpolation: { escapeValue: false },
              })}
              onChange={(event) => setLogin(event.currentTarget.value)}
              onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
            />
            <Button type="submit" variant="secondary" disabled={!login.trim()}>
              {t('response.assign', 'Assign')}
            </Button>
          </Stack>
        </form>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({ listStyle: 'none', display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5), margin: 0 });
