import React, { useState } from 'react';
import { t } from '@grafana/i18n';
import { locationService } from '@grafana/runtime';
import { Button, Combobox, Field, Input, Modal, TextArea } from '@grafana/ui';

import { useDeclareIncident } from '../../api/declare';
import { SEVERITIES, type Severity, type Signal } from '../../api/types';
import { incidentPath } from '../../app/nav';
import { newKey } from '../../ui/newKey';
import { QueryError } from '../../ui/QueryError';

interface Props {
  signal: Signal;
  onClose: () => void;
}

/** An incident for what somebody sees in a panel, with a link back to it. */
export function DeclareDialog({ signal, onClose }: Props) {
  // One key per form, so that a second click cannot open a second incident.
  const [key] = useState(newKey);
  const [title, setTitle] = useState(signal.title);
  const [severity, setSeverity] = useState<Severity>(signal.alert?.severity ?? 'P2');
  const [summary, setSummary] = useState('');
  const declare = useDeclareIncident();
  const submit = () =>
    declare.mutate(
      {
        key,
        title: title.trim(),
        severity,
        summary: summary.trim() || undefined,
        layers: [signal.layer],
        links: [here(signal)],
      },
      { onSuccess: ({ incident }) => locationService.push(incidentPath(incident.number)) }
    );
  return (
    <Modal title={t('declare.title', 'Declare incident')} isOpen onDismiss={onClose}>
      {declare.isError && (
        <QueryError
          title={t('declare.failed', 'The incident could not be declared')}
          error={declare.error}
          onRetry={submit}
        />
      )}
      <Field label={t('declare.name', 'Title')} noMargin>
        <Input
          id="declare-title"
          value={title}
          maxLength={200}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
      </Field>
      <Field label={t('declare.severity', 'Severity')} noMargin>
        <Combobox
          id="declare-severity"
          options={SEVERITIES.map((value) => ({ value, label: value }))}
          value={severity}
          onChange={({ value }) => setSeverity(value)}
        />
      </Field>
      <Field label={t('declare.summary', 'What is seen')} noMargin>
        <TextArea
          id="declare-summary"
          rows={4}
          value={summary}
          onChange={(event) => setSummary(event.currentTarget.value)}
        />
      </Field>
      <Modal.ButtonRow>
        <Button variant="secondary" fill="outline" onClick={onClose}>
          {t('declare.cancel', 'Cancel')}
        </Button>
        <Button disabled={title.trim() === '' || declare.isPending} onClick={submit}>
          {t('declare.submit', 'Declare')}
        </Button>
      </Modal.ButtonRow>
    </Modal>
  );
}

function here({ title }: Signal) {
  const { pathname, search } = locationService.getLocation();
  return { title, url: pathname + search };
}
