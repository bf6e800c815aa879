import React, { useEffect, useRef, useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { type TimeZone } from '@grafana/schema';
import { t, Trans } from '@grafana/i18n';
import { Alert, Button, Field, Input, useStyles2 } from '@grafana/ui';

import { ApiError } from '../api/ApiError';
import { type Correction } from './correction';
import { type Entry } from './types';
import { FULL, fullTime, parsedTime } from './zone';

interface Asked {
  entry: Entry;
  correction: Correction;
}

/** Saves a time, and tells why it was not saved. */
function useSaving({ entry, correction }: Asked) {
  const [state, setState] = useState<{ busy?: boolean; error?: string }>({});
  const save = async (at: number | undefined, onSaved: () => void) => {
    setState({ busy: true });
    try {
      await correction.save(entry, at);
      setState({});
      onSaved();
    } catch (error) {
      setState({ error: told(error) });
    }
  };
  return { ...state, save };
}

function told(error: unknown): string {
  const fix = error instanceof ApiError ? error.fix : undefined;
  return [error instanceof Error ? error.message : String(error), fix].filter(Boolean).join(' ');
}

function NotCorrected({ error }: { error: string | undefined }) {
  return (
    error && (
      <Alert severity="error" title={t('pirtimeline.not-corrected', 'The time was not corrected')}>
        {error}
      </Alert>
    )
  );
}

interface Props extends Asked {
  timeZone: TimeZone;
  /** Where the entry was dragged to. */
  proposed?: number;
  onSaved: () => void;
  onCancel: () => void;
}

/** The same as dragging, for the keyboard; and what a drag asks before anything is changed. */
export function CorrectTime({ entry, correction, timeZone, proposed, onSaved, onCancel }: Props) {
  const styles = useStyles2(getStyles);
  const [text, setText] = useState(() => fullTime(proposed ?? entry.at, timeZone));
  const input = useRef<HTMLInputElement>(null);
  // Whoever asked for it is about to write; after a drag the time is there already, and a phone needs no keyboard.
  useEffect(() => {
    if (proposed === undefined) {
      input.current?.focus();
    }
  }, [proposed]);
  const { busy, error, save } = useSaving({ entry, correction });
  const at = parsedTime(text, timeZone);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (at !== undefined) {
          void save(at, onSaved);
        }
      }}
    >
      <Field
        noMargin
        label={t('pirtimeline.happened-at', 'Happened at')}
        description={t(
          'pirtimeline.happened-why',
          'When it was recorded stays as it is; the correction is recorded too.'
        )}
        invalid={at === undefined}
        error={t('pirtimeline.time-form', 'Write the time as {{form}}.', { form: FULL })}
      >
        <Input
          id={`happened ${entry.id}`}
          value={text}
          ref={input}
          disabled={correction.refusal !== undefined}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </Field>
      {correction.refusal && <p className={styles.refusal}>{correction.refusal}</p>}
      <NotCorrected error={error} />
      <div className={styles.buttons}>
        <Button
          size="sm"
          type="submit"
          icon={busy ? 'spinner' : 'clock-nine'}
          disabled={busy || correction.refusal !== undefined || at === undefined || at === entry.at}
        >
          <Trans i18nKey="pirtimeline.correct">Correct time</Trans>
        </Button>
        <Button size="sm" variant="secondary" onClick={onCancel}>
          <Trans i18nKey="pirtimeline.cancel">Cancel</Trans>
        </Button>
      </div>
    </form>
  );
}

/** Undoes a correction: the one just made, to the time before it; an older one, to the time that was recorded. */
export function TakeBack({
  entry,
  correction,
  undo,
  onSaved,
}: Asked & { undo?: { to?: number }; onSaved: () => void }) {
  const { busy, error, save } = useSaving({ entry, correction });
  return (
    <>
      <Button
        size="sm"
        variant="secondary"
        fill="text"
        icon={busy ? 'spinner' : 'corner-up-left'}
        disabled={busy || correction.refusal !== undefined}
        tooltip={correction.refusal}
        onClick={() => void save(undo?.to, onSaved)}
      >
        {undo ? t('pirtimeline.undo', 'Undo') : t('pirtimeline.take-back', 'Take the correction back')}
      </Button>
      <NotCorrected error={error} />
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  form: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), marginTop: theme.spacing(1) }),
  refusal: css({ color: theme.colors.text.secondary, margin: 0, fontSize: theme.typography.bodySmall.fontSize }),
  buttons: css({ display: 'flex', gap: theme.spacing(1) }),
});
