import React, { useState } from 'react';
import { t } from '@grafana/i18n';
import { Combobox, Field } from '@grafana/ui';

import { useRunbook, useRunbooks } from '../../api/runbooks';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { Beside, Changes } from './Beside';
import { type DraftProps } from './ProposalForm';

/** Another text of a runbook, or a new runbook. Those that were used on the incident come first. */
export function RunbookDraft({ review, onChange }: DraftProps) {
  const [target, setTarget] = useState('');
  const runbooks = useRunbooks();
  const used = new Set(review.facts.runbooks.map(({ runbook }) => runbook));
  const options = (runbooks.data?.runbooks ?? [])
    .map(({ id, title }) => ({
      value: id,
      label: title || id,
      description: used.has(id) ? t('proposals.used', '{{id}}, used on this incident', { id }) : id,
    }))
    .sort((a, b) => Number(used.has(b.value)) - Number(used.has(a.value)));
  const known = options.some(({ value }) => value === target);
  return (
    <>
      {runbooks.isError && (
        <QueryError title={t('proposals.no-runbooks', 'The runbooks could not be loaded')} error={runbooks.error} />
      )}
      <Field
        noMargin
        label={t('proposals.runbook', 'Runbook')}
        description={t('proposals.runbook-hint', 'Type an id that is not there yet for a new one')}
      >
        <Combobox
          id="proposal-target"
          createCustomValue
          loading={runbooks.isPending}
          options={options}
          value={target || null}
          onChange={({ value }) => {
            setTarget(value);
            onChange(undefined);
          }}
        />
      </Field>
      {target !== '' && (known ? <Known key={target} id={target} onChange={onChange} /> : null)}
      {target !== '' && !known && <Writing key={target} id={target} present="" onChange={onChange} />}
    </>
  );
}

type KnownProps = Pick<DraftProps, 'onChange'> & { id: string };

function Known({ id, onChange }: KnownProps) {
  const runbook = useRunbook(id);
  if (runbook.isError && !runbook.data) {
    return <QueryError title={t('proposals.no-text', 'Its text could not be loaded')} error={runbook.error} />;
  }
  if (!runbook.data) {
    return <Loading />;
  }
  if (runbook.data.summary.origin === 'file') {
    return <p>{t('proposals.file', 'A provisioning file sets it; propose the change where that file is kept.')}</p>;
  }
  return <Writing id={id} present={runbook.data.text} onChange={onChange} />;
}

function Writing({ id, present, onChange }: KnownProps & { present: string }) {
  const [text, setText] = useState(present);
  return (
    <>
      <Beside
        id="proposal"
        present={present}
        text={text}
        onChange={(next) => {
          setText(next);
          onChange(next.trim() === '' || next === present ? undefined : { target: id, body: next });
        }}
      />
      <Changes present={present} proposed={text} />
    </>
  );
}
