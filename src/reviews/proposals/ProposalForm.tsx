import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Field, Input, RadioButtonGroup, Stack, useStyles2 } from '@grafana/ui';

import { useAddProposal } from '../../api/proposals';
import { type Review } from '../../api/reviews';
import { QueryError } from '../../ui/QueryError';
import { kindName, KINDS, type ProposalKind } from './names';
import { RunbookDraft } from './RunbookDraft';
import { SignalDraft } from './SignalDraft';
import { ThresholdDraft } from './ThresholdDraft';

/** As in the contract. */
const MAX_WHY = 400;

/** What a draft asks for; undefined while it would change nothing. */
export interface Draft {
  target: string;
  body: string;
}

export interface DraftProps {
  review: Review;
  onChange: (draft: Draft | undefined) => void;
}

const EDITORS: Record<ProposalKind, React.ComponentType<DraftProps>> = {
  runbook: RunbookDraft,
  threshold: ThresholdDraft,
  signal: SignalDraft,
};

/** The present text beside the proposed one. */
export function ProposalForm({ review, onClose }: { review: Review; onClose: () => void }) {
  const styles = useStyles2(getStyles);
  const [kind, setKind] = useState<ProposalKind>('runbook');
  const [draft, setDraft] = useState<Draft>();
  const [why, setWhy] = useState('');
  const add = useAddProposal(review.summary.number);
  const Editor = EDITORS[kind];
  const choose = (next: ProposalKind) => {
    setDraft(undefined);
    setKind(next);
  };
  const submit = (event: React.SyntheticEvent) => {
    event.preventDefault();
    if (draft) {
      add.mutate({ kind, ...draft, why: why.trim() }, { onSuccess: onClose });
    }
  };
  return (
    <form className={styles} onSubmit={submit} aria-label={t('proposals.add', 'Propose a change')}>
      <RadioButtonGroup
        aria-label={t('proposals.kind.label', 'What is changed')}
        options={KINDS.map((value) => ({ value, label: kindName(value) }))}
        value={kind}
        onChange={choose}
      />
      <Editor review={review} onChange={setDraft} />
      <Field noMargin label={t('proposals.why', 'Why')}>
        <Input
          id="proposal-why"
          maxLength={MAX_WHY}
          value={why}
          onChange={({ currentTarget }) => setWhy(currentTarget.value)}
        />
      </Field>
      {add.error && <QueryError title={t('proposals.not-added', 'It was not proposed')} error={add.error} />}
      <Stack gap={1}>
        <Button
          type="submit"
          size="sm"
          icon={add.isPending ? 'spinner' : undefined}
          disabled={!draft || why.trim() === '' || add.isPending}
        >
          {t('proposals.submit', 'Propose it')}
        </Button>
        <Button type="button" size="sm" variant="secondary" onClick={onClose}>
          {t('review.cancel', 'Cancel')}
        </Button>
      </Stack>
    </form>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1.5), '@media print': { display: 'none' } });
