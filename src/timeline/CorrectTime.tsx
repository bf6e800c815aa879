import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { type TimeZone } from '@grafana/schema';
import { t, Trans } from '@grafana/i18n';
import { Alert, Button, Field, Input, useStyles2 } from '@grafana/ui';

import { type Entry } from './types';
import { FULL, fullTime, parsedTime } from './zone';

/** Correcting when something happened. Absent where the data cannot be corrected. */
export interface Correction {
  /** Rejects with what to tell the person. */
  save: (entry: Entry, at: number) => Promise<void>;
  /** Why this person may not; absent when they may. */
  refusal?: string;
}

/** Only entries of an incident's own record can be corrected. */
export function canCorrect(correction: Correction | undefined, { incident, seq }: Entry): correction is Correction {
  return correction !== undefined && incident !== undefined && seq !== undefined;
}

interface Props {
  entry: Entry;
  correction: Correction;
  timeZone: TimeZone;
  /** Where the entry was dragged to. */
  proposed?: number;
  onDone: () => void;
}

/** The same as dragging, for the keyboard; and what a drag asks before anything is changed. */
export function CorrectTime({ entry, correction, timeZone, proposed, onDone }: Props) {
  const styles = useStyles2(getStyles);
  const [text, setText] = useState(() => fullTime(proposed ?? entry.at, timeZone));
  const [state, setState] = useState<{ busy?: boolean; error?: string }>({});
  const at = parsedTime(text, timeZone);
  const save = async () => {
    if (at === undefined) {
      return;
    }
    setState({ busy: true });
    try {
      await correction.save(entry, at);
      setState({});
      onDone();
    } catch (error) {
      setState({ error: error instanceof Error ? error.message : String(error) });
    }
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
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
          disabled={correction.refusal !== undefined}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </Field>
      {correction.refusal && <p className={styles.refusal}>{correction.refusal}</p>}
      {state.error && (
        <Alert severity="error" title={t('pirtimeline.not-corrected', 'The time was not corrected')}>
          {state.error}
        </Alert>
      )}
      <div className={styles.buttons}>
        <Button
          size="sm"
          type="submit"
          icon={state.busy ? 'spinner' : 'clock-nine'}
          disabled={state.busy || correction.refusal !== undefined || at === undefined || at === entry.at}
        >
          <Trans i18nKey="pirtimeline.correct">Correct time</Trans>
        </Button>
        <Button size="sm" variant="secondary" onClick={onDone}>
          <Trans i18nKey="pirtimeline.cancel">Cancel</Trans>
        </Button>
      </div>
    </form>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  form: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), marginTop: theme.spacing(1) }),
  refusal: css({ color: theme.colors.text.secondary, margin: 0, fontSize: theme.typography.bodySmall.fontSize }),
  buttons: css({ display: 'flex', gap: theme.spacing(1) }),
});
