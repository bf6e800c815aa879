import React, { type SyntheticEvent, useState } from 'react';
import { t } from '@grafana/i18n';
import { config } from '@grafana/runtime';
import { Button, Field, Input, Modal } from '@grafana/ui';

import { useAssignRole } from '../../api/response';
import { ChangeError } from '../../ui/ChangeError';

interface Props {
  number: number;
  onDismiss: () => void;
}

/** As in the catalog of playbooks. */
const COMMANDER = 'commander';
/** As in the contract. */
const MAX_LOGIN = 190;

/** Makes somebody the commander; whoever asks stands there already. */
export function CommanderDialog({ number, onDismiss }: Props) {
  const [login, setLogin] = useState(config.bootData.user.login);
  const assign = useAssignRole(number);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (login.trim()) {
      assign.mutate({ role: COMMANDER, login: login.trim() }, { onSuccess: onDismiss });
    }
  };
  return (
    <Modal isOpen title={t('commander.title', 'Incident commander')} onDismiss={onDismiss}>
      <form onSubmit={submit}>
        <Field
          label={t('commander.login', 'Login')}
          description={t('commander.hint', 'Leads the response; whoever does so now is relieved of it')}
        >
          <Input
            id="incident-commander"
            value={login}
            maxLength={MAX_LOGIN}
            onChange={(event) => setLogin(event.currentTarget.value)}
          />
        </Field>
        {assign.error && (
          <ChangeError title={t('commander.failed', 'The commander was not changed')} error={assign.error} />
        )}
        <Modal.ButtonRow>
          <Button variant="secondary" fill="outline" onClick={onDismiss}>
            {t('more.cancel', 'Cancel')}
          </Button>
          <Button
            type="submit"
            icon={assign.isPending ? 'spinner' : undefined}
            disabled={!login.trim() || assign.isPending}
          >
            {t('commander.submit', 'Name as commander')}
          </Button>
        </Modal.ButtonRow>
      </form>
    </Modal>
  );
}
