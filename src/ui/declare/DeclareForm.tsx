import React, { useState } from 'react';
import { t } from '@grafana/i18n';
import { Button, Combobox, Field, Input, Modal, TextArea } from '@grafana/ui';

import { useDeclareIncident } from '../../api/declare';
import { type IncidentLink, type Layer, SEVERITIES, type Severity } from '../../api/types';
import { newKey } from '../newKey';
import { QueryError } from '../QueryError';
import { severityMeaning } from '../severity';
import { isEditor } from '../user';
import { Attached } from './Attached';

/** As in the contract. */
const MAX_TITLE = 300;

/** What the form begins with. */
export interface IncidentDraft {
  title: string;
  severity: Severity;
  summary?: string;
  layers?: Layer[];
  services: string[];
  /** Where it was seen. */
  links: IncidentLink[];
  /** Times of what was seen, for people. */
  seen?: string;
  /** What to write when it goes on the timeline of an incident that is there already. */
  note?: string;
  /** Why something is not attached. */
  omitted?: string;
}

interface Props {
  draft: IncidentDraft;
  onCancel: () => void;
  onDone: (number: number) => void;
}

/** The fields of an incident that a person declares, inside of a dialog. */
export function DeclareForm({ draft, onCancel, onDone }: Props) {
  // One key per form, so that a second click cannot open a second incident.
  const [key] = useState(newKey);
  const [title, setTitle] = useState(draft.title.slice(0, MAX_TITLE));
  const [severity, setSeverity] = useState(draft.severity);
  const [summary, setSummary] = useState(draft.summary ?? '');
  const [services, setServices] = useState(draft.services.join(', '));
  const declare = useDeclareIncident();
  const refusal = isEditor() ? undefined : t('declare.role', 'Declaring an incident needs the role Editor');
  const off = refusal !== undefined || title.trim() === '' || declare.isPending;
  const submit = () =>
    declare.mutate(
      {
        key,
        title: title.trim(),
        severity,
        summary: summary.trim() || undefined,
        layers: draft.layers,
        services: listOf(services),
        links: draft.links,
      },
      { onSuccess: ({ incident }) => onDone(incident.number) }
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        // A button with a tooltip is off for people, but still submits.
        if (!off) {
          submit();
        }
      }}
    >
      {declare.isError && (
        <QueryError
          title={t('declare.failed', 'The incident could not be declared')}
          error={declare.error}
          onRetry={submit}
        />
      )}
      <Field label={t('declare.name', 'Title')}>
        <Input
          id="declare-title"
          value={title}
          maxLength={MAX_TITLE}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
      </Field>
      <Field label={t('declare.severity', 'Severity')}>
        <Combobox
          id="declare-severity"
          options={SEVERITIES.map((value) => ({ value, label: value, description: severityMeaning(value) }))}
          value={severity}
          onChange={({ value }) => setSeverity(value)}
        />
      </Field>
      <Field
        label={t('declare.services', 'Services')}
        description={t('declare.services-hint', 'Names, separated by commas; may stay empty')}
      >
        <Input id="declare-services" value={services} onChange={(event) => setServices(event.currentTarget.value)} />
      </Field>
      <Field label={t('declare.summary', 'What is seen')}>
        <TextArea
          id="declare-summary"
          rows={3}
          value={summary}
          onChange={(event) => setSummary(event.currentTarget.value)}
        />
      </Field>
      <Attached draft={draft} />
      <Modal.ButtonRow>
        <Button type="button" variant="secondary" fill="outline" onClick={onCancel}>
          {t('declare.cancel', 'Cancel')}
        </Button>
        <Button type="submit" disabled={off} tooltip={refusal}>
          {t('declare.submit', 'Declare')}
        </Button>
      </Modal.ButtonRow>
    </form>
  );
}

function listOf(text: string): string[] | undefined {
  const names = [...new Set(text.split(',').map((name) => name.trim()))].filter(Boolean);
  return names.length > 0 ? names : undefined;
}
