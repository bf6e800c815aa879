import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, Button, Stack, useStyles2 } from '@grafana/ui';

import { useDeadLetters, useForgetLetter, useReplayLetter } from '../../api/deadLetters';
import { type DeadLetter, type Receipt, type Source } from '../../api/types';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { RelativeTime } from '../../ui/Time';
import { isAdmin } from '../../ui/user';

/** Characters of a body that are shown at once. */
const SHOWN = 600;

/** What the source sent and Strata could not use. Without any, nothing is shown. */
export function DeadLetters({ source }: { source: Source }) {
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState<Receipt>();
  const count = source.stats.deadLetters ?? 0;
  const admin = isAdmin();
  if (count === 0 && !done) {
    return null;
  }
  return (
    <div>
      <Button
        size="sm"
        variant="secondary"
        icon={open ? 'angle-down' : 'angle-right'}
        aria-expanded={open}
        disabled={!admin}
        tooltip={admin ? undefined : t('letters.admin', 'Bodies may hold secrets, so only administrators see them')}
        onClick={() => setOpen(!open)}
      >
        {t('letters.count', 'Bodies that could not be used: {{count}}', { count })}
      </Button>
      {done && (
        <Alert severity="success" title={t('letters.done', 'Taken')} onRemove={() => setDone(undefined)}>
          {t(
            'letters.receipt',
            'Alerts: {{received}} · new: {{added}} · repeated: {{repeated}} · resolved: {{resolved}}',
            {
              received: done.received,
              added: done.new,
              repeated: done.repeated,
              resolved: done.resolved,
            }
          )}
        </Alert>
      )}
      {open && <Letters source={source} onDone={setDone} />}
    </div>
  );
}

function Letters({ source, onDone }: { source: Source; onDone: (receipt: Receipt) => void }) {
  const styles = useStyles2(getStyles);
  const letters = useDeadLetters(source.id, true);
  return (
    <>
      {letters.isPending && <Loading />}
      {letters.isError && (
        <QueryError
          title={t('letters.failed', 'They could not be loaded')}
          error={letters.error}
          onRetry={() => void letters.refetch()}
        />
      )}
      <ul className={styles.list}>
        {letters.data?.map((letter) => (
          <Letter key={letter.id} source={source.id} letter={letter} onDone={onDone} />
        ))}
      </ul>
    </>
  );
}

interface LetterProps {
  source: string;
  letter: DeadLetter;
  onDone: (receipt: Receipt) => void;
}

function Letter({ source, letter, onDone }: LetterProps) {
  const styles = useStyles2(getStyles);
  const replay = useReplayLetter(source);
  const forget = useForgetLetter(source);
  const error = replay.error ?? forget.error;
  const busy = replay.isPending || forget.isPending;
  return (
    <li className={styles.letter}>
      <div>
        <RelativeTime at={letter.receivedAt} />: {letter.reason}
      </div>
      <pre className={styles.body} aria-label={t('letters.body', 'What was sent')}>
        {letter.body.slice(0, SHOWN)}
        {letter.body.length > SHOWN && ' …'}
      </pre>
      <Stack gap={1} wrap="wrap">
        <Button
          size="sm"
          variant="secondary"
          icon={replay.isPending ? 'spinner' : 'repeat'}
          disabled={busy || letter.truncated}
          tooltip={
            letter.truncated ? t('letters.cut', 'Only the first 64 KiB were kept; have it sent again') : undefined
          }
          onClick={() => replay.mutate(letter.id, { onSuccess: onDone })}
        >
          {t('letters.replay', 'Replay')}
        </Button>
        <Button
          size="sm"
          variant="destructive"
          fill="outline"
          icon="trash-alt"
          disabled={busy}
          onClick={() => forget.mutate(letter.id)}
        >
          {t('letters.forget', 'Forget')}
        </Button>
      </Stack>
      {error && <QueryError title={t('letters.not-done', 'It is still here')} error={error} />}
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    listStyle: 'none',
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    marginTop: theme.spacing(1),
  }),
  letter: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    padding: theme.spacing(1),
    borderLeft: `3px solid ${theme.colors.warning.border}`,
    overflowWrap: 'anywhere',
  }),
  body: css({ margin: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }),
});
