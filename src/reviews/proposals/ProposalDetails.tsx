import React, { useMemo, useState } from 'react';
import { t } from '@grafana/i18n';
import { Alert, Button, Field, Input, Stack } from '@grafana/ui';

import { type Proposal, type ProposalDetail, useDecideProposal, useProposal } from '../../api/proposals';
import { ChangeError } from '../../ui/ChangeError';
import { compareLines } from '../../ui/diff';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { TextDiff } from '../../ui/TextDiff';
import { roleRefusal } from '../refusal';
import { acceptRefusal } from './names';

/** As in the contract. */
const MAX_REASON = 1000;

/** The proposal beside what is in effect, and the decision about it. */
export function ProposalDetails({ proposal }: { proposal: Proposal }) {
  const detail = useProposal(proposal.number, proposal.id);
  if (detail.isError) {
    return (
      <QueryError
        title={t('proposals.unread', 'The proposal could not be loaded')}
        error={detail.error}
        onRetry={() => void detail.refetch()}
      />
    );
  }
  if (!detail.data) {
    return <Loading />;
  }
  return (
    <Stack direction="column" gap={1}>
      <Comparison detail={detail.data} />
      {proposal.state === 'open' && <Decide detail={detail.data} />}
    </Stack>
  );
}

/** A decided proposal is not compared: what was in effect then is among the versions of its target. */
function Comparison({ detail: { proposal, present, proposed } }: { detail: ProposalDetail }) {
  const open = proposal.state === 'open';
  const lines = useMemo(
    () => compareLines(open && present !== '' ? present.split('\n') : [], proposed.split('\n')),
    [open, present, proposed]
  );
  if (!open) {
    return <TextDiff lines={proposed.split('\n').map((text) => ({ op: 'added', text }))} />;
  }
  return lines.some(({ op }) => op !== 'same') ? (
    <TextDiff lines={lines} />
  ) : (
    <Alert severity="info" title={t('proposals.same', 'This is what is in effect already')} />
  );
}

function Decide({ detail: { proposal, stale, refused } }: { detail: ProposalDetail }) {
  const [reason, setReason] = useState('');
  const decide = useDecideProposal(proposal.number, proposal.id);
  const role = roleRefusal();
  const accept = acceptRefusal(proposal) ?? (stale ? staleText() : refused);
  const decline =
    role ?? (reason.trim() === '' ? t('proposals.reason-missing', 'Say what speaks against it') : undefined);
  const send = (accepted: boolean) => decide.mutate({ accept: accepted, reason: reason.trim() || undefined });
  return (
    <>
      {stale && <Alert severity="warning" title={staleText()} />}
      {!stale && refused && (
        <Alert severity="warning" title={t('proposals.refused', 'It cannot be accepted as it is')}>
          {refused}
        </Alert>
      )}
      <Field
        noMargin
        label={t('proposals.reason', 'Reason')}
        description={t('proposals.reason-hint', 'Needed to decline')}
      >
        <Input
          id={`proposal-reason-${proposal.id}`}
          maxLength={MAX_REASON}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
      </Field>
      {decide.error && <ChangeError title={t('proposals.not-decided', 'It was not decided')} error={decide.error} />}
      <Stack gap={1} wrap="wrap">
        <Button
          size="sm"
          icon={decide.isPending ? 'spinner' : 'check'}
          disabled={accept !== undefined || decide.isPending}
          tooltip={accept}
          onClick={() => send(true)}
        >
          {t('proposals.accept', 'Accept and put into effect')}
        </Button>
        <Button
          size="sm"
          variant="secondary"
          disabled={decline !== undefined || decide.isPending}
          tooltip={decline}
          onClick={() => send(false)}
        >
          {t('proposals.decline', 'Decline')}
        </Button>
      </Stack>
    </>
  );
}

function staleText(): string {
  return t('proposals.stale', 'Its target was changed since this was proposed: decline it, and propose it anew');
}
