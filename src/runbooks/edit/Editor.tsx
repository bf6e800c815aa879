import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { locationService } from '@grafana/runtime';
import { Button, Field, Input, LinkButton, Stack, TextArea, useStyles2 } from '@grafana/ui';

import { useChangeRunbook, useRunbookCheck } from '../../api/runbooks';
import { navUrl, prefixRoute, ROUTES, runbookRoute } from '../../app/nav';
import { QueryError } from '../../ui/QueryError';
import { SaveError } from './SaveError';
import { Preview } from './Preview';
import { useSettledText } from './useSettledText';

const MAX_COMMENT = 500;
const ID = /^[a-z][a-z0-9-]{1,62}$/;

interface Props {
  /** Absent for a new runbook. */
  id?: string;
  text: string;
  revision: number;
}

/** The text beside how it reads. What others saved meanwhile is told, and never overwritten unseen. */
export function Editor({ id: knownId, text: initial, revision }: Props) {
  const styles = useStyles2(getStyles);
  // Kept from the first look: the query may load somebody else's version while this one is being written.
  const [seen, setSeen] = useState({ text: initial, revision });
  const [id, setId] = useState(knownId ?? '');
  const [text, setText] = useState(initial);
  const [comment, setComment] = useState('');
  const check = useRunbookCheck(useSettledText(text));
  const save = useChangeRunbook(id);
  const badId = id !== '' && !ID.test(id);
  const untouched = text === seen.text;
  const submit = () =>
    save.mutate(
      { action: 'save', text, comment: comment.trim(), revision: seen.revision },
      { onSuccess: () => locationService.push(prefixRoute(runbookRoute(id))) }
    );
  return (
    <Stack direction="column" gap={2}>
      {knownId === undefined && (
        <Field
          noMargin
          label={t('runbook.edit.id', 'Id')}
          description={t('runbook.edit.id-hint', 'Part of its address; stays as it is')}
          invalid={badId}
          error={t('runbook.edit.id-error', 'Lower-case letters, digits and hyphens; the first is a letter')}
        >
          <Input id="runbook-id" width={40} value={id} onChange={({ currentTarget }) => setId(currentTarget.value)} />
        </Field>
      )}
      <div className={styles.columns}>
        <Field
          noMargin
          label={t('runbook.edit.text', 'Text')}
          description={t('runbook.edit.text-hint', 'Markdown with front matter')}
        >
          <TextArea
            id="runbook-text"
            className={styles.text}
            rows={30}
            spellCheck={false}
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
        </Field>
        <Preview check={check.data} failed={check.error} untouched={knownId === undefined && untouched} />
      </div>
      <Field noMargin label={t('runbook.edit.comment', 'What changed, and why')}>
        <Input
          id="runbook-comment"
          maxLength={MAX_COMMENT}
          value={comment}
          onChange={({ currentTarget }) => setComment(currentTarget.value)}
        />
      </Field>
      {save.error?.status === 409 && (
        <SaveError
          id={id}
          newer={revision}
          onTake={() => setSeen({ text: initial, revision })}
          taken={seen.revision === revision}
        />
      )}
      {save.error && save.error.status !== 409 && (
        <QueryError title={t('runbook.edit.failed', 'It was not saved; your text is still here')} error={save.error} />
      )}
      <Stack gap={1}>
        <Button
          icon={save.isPending ? 'spinner' : 'save'}
          disabled={
            id === '' || badId || (knownId !== undefined && untouched) || save.isPending || check.data?.valid === false
          }
          onClick={submit}
        >
          {t('runbook.edit.save', 'Save as a new version')}
        </Button>
        <LinkButton variant="secondary" href={navUrl(knownId ? runbookRoute(knownId) : ROUTES.runbooks)}>
          {t('runbook.edit.cancel', 'Cancel')}
        </LinkButton>
      </Stack>
    </Stack>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  columns: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)',
    gap: theme.spacing(3),
    [theme.breakpoints.down('lg')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  }),
  text: css({ fontFamily: theme.typography.fontFamilyMonospace, fontSize: theme.typography.bodySmall.fontSize }),
});
