import React, { type SyntheticEvent, useState } from 'react';
import { dateTime, getTimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, DateTimePicker, Field, IconButton, Modal } from '@grafana/ui';

import { useCorrectEntry } from '../../api/timeline';
import { type TimelineEntry } from '../../api/types';
import { absoluteTime } from '../../ui/clock';
import { QueryError } from '../../ui/QueryError';

interface Props {
  number: number;
  entry: TimelineEntry;
  /** Why the person may not correct it; undefined when they may. */
  refusal?: string;
}

/** Says when something really happened; what was recorded stays, and the correction is an entry of its own. */
export function CorrectTime({ number, entry, refusal }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <IconButton
        name="clock-nine"
        size="sm"
        disabled={refusal !== undefined}
        tooltip={refusal ?? t('timeline.correct.label', 'Correct when entry {{seq}} happened', { seq: entry.seq })}
        onClick={() => setOpen(true)}
      />
      {open && <CorrectDialog number={number} entry={entry} onDismiss={() => setOpen(false)} />}
    </>
  );
}

function CorrectDialog({ number, entry, onDismiss }: Props & { onDismiss: () => void }) {
  const [at, setAt] = useState(() => dateTime(entry.shownAt ?? entry.at));
  const correct = useCorrectEntry(number);
  const send = (time: string | undefined) =>
    correct.mutate({ seq: entry.seq, at: time, seen: entry.shownAt ?? entry.at }, { onSuccess: onDismiss });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    send(at.toISOString());
  };
  return (
    <Modal isOpen title={t('timeline.correct.title', 'When did it really happen?')} onDismiss={onDismiss}>
      <form onSubmit={submit}>
        <Field
          label={t('timeline.correct.time', 'It happened at')}
          description={t(
            'timeline.correct.stays',
            'Recorded at {{time}}. That stays; your correction becomes an entry of its own.',
            {
              time: absoluteTime(entry.recordedAt),
              interpolation: { escapeValue: false },
            }
          )}
        >
          <DateTimePicker
            date={at}
            maxDate={new Date()}
            timeZone={getTimeZone()}
            onChange={(next) => next && setAt(next)}
          />
        </Field>
        {correct.error && (
          <QueryError title={t('timeline.correct.failed', 'The time was not corrected')} error={correct.error} />
        )}
        <Modal.ButtonRow>
          {entry.shownAt && (
            <Button variant="secondary" fill="text" disabled={correct.isPending} onClick={() => send(undefined)}>
              {t('timeline.correct.undo', 'Take the correction back')}
            </Button>
          )}
          <Button variant="secondary" fill="outline" onClick={onDismiss}>
            {t('more.cancel', 'Cancel')}
          </Button>
          <Button
            type="submit"
            icon={correct.isPending ? 'spinner' : undefined}
            disabled={!at.isValid() || correct.isPending}
          >
            {t('timeline.correct.submit', 'Correct')}
          </Button>
        </Modal.ButtonRow>
      </form>
    </Modal>
  );
}
