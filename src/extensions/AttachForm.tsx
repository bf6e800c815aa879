import React, { useState } from 'react';
import { locationUtil } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, Button, Field, LinkButton, Modal, TextArea } from '@grafana/ui';

import { useAttach } from '../api/find';
import { type Incident } from '../api/types';
import { incidentPath } from '../app/nav';
import { Attached } from '../ui/declare/Attached';
import { type IncidentDraft } from '../ui/declare/DeclareForm';
import { QueryError } from '../ui/QueryError';
import { isEditor } from '../ui/user';
import { PickIncident } from './PickIncident';

/** As in the contract. */
const MAX_LENGTH = 10_000;

/** Puts what was seen on the timeline of an open incident. */
export function AttachForm({ draft, onClose }: { draft: IncidentDraft; onClose: () => void }) {
  const [incident, setIncident] = useState<Incident>();
  const [note, setNote] = useState(draft.note ?? '');
  const attach = useAttach();
  const refusal = isEditor() ? undefined : t('attach.role', 'Writing on a timeline needs the role Editor');
  const nothing = draft.links.length === 0 ? t('attach.nothing', 'There is nothing that could be attached') : undefined;
  const number = incident?.number;
  const off = Boolean(refusal ?? nothing) || note.trim() === '' || attach.isPending;
  if (attach.isSuccess && number !== undefined) {
    return <Done number={number} onClose={onClose} />;
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        // A button with a tooltip is off for people, but still submits.
        if (number !== undefined && !off) {
          attach.mutate({ number, body: note.trim(), links: draft.links });
        }
      }}
    >
      <PickIncident state="open" picked={number} onPick={setIncident} />
      <Field label={t('attach.note', 'Note')} description={t('attach.note-hint', 'What it shows; Markdown')}>
        <TextArea
          id="attach-note"
          rows={2}
          maxLength={MAX_LENGTH}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </Field>
      <Attached draft={draft} />
      {attach.error && <QueryError title={t('attach.failed', 'It was not added')} error={attach.error} />}
      <Modal.ButtonRow>
        <Button type="button" variant="secondary" fill="outline" onClick={onClose}>
          {t('attach.cancel', 'Cancel')}
        </Button>
        <Button type="submit" disabled={off || number === undefined} tooltip={refusal ?? nothing}>
          {number === undefined
            ? t('attach.choose', 'Choose an incident')
            : t('attach.submit', 'Add to #{{number}}', { number })}
        </Button>
      </Modal.ButtonRow>
    </form>
  );
}

function Done({ number, onClose }: { number: number; onClose: () => void }) {
  return (
    <>
      <Alert
        severity="success"
        title={t('attach.done', 'It stands on the timeline of incident #{{number}}', { number })}
      />
      <Modal.ButtonRow>
        <Button variant="secondary" fill="outline" onClick={onClose}>
          {t('attach.close', 'Close')}
        </Button>
        <LinkButton href={locationUtil.assureBaseUrl(incidentPath(number))} onClick={onClose}>
          {t('attach.open', 'Open incident')}
        </LinkButton>
      </Modal.ButtonRow>
    </>
  );
}
