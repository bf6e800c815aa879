import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';

import { useProposals } from '../../api/proposals';
import { type Review } from '../../api/reviews';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { AddButton } from '../page/AddButton';
import { SectionFrame } from '../page/SectionFrame';
import { roleRefusal } from '../refusal';
import { ProposalCard } from './ProposalCard';
import { ProposalForm } from './ProposalForm';

/** What was learned goes back into runbooks and alerts: as proposals, which change nothing before somebody accepts them. */
export function ProposalsSection({ review }: { review: Review }) {
  const styles = useStyles2(getStyles);
  const { number } = review.summary;
  const [adding, setAdding] = useState(false);
  const proposals = useProposals(number);
  const refusal = roleRefusal();
  const empty = proposals.data?.length === 0;
  return (
    <SectionFrame
      id="proposals"
      title={t('review.part.proposals', 'Back into practice')}
      help={
        empty || adding
          ? t(
              'review.help.proposals',
              'Another text of a runbook, another threshold, a better signal. Nothing changes before somebody accepts it.'
            )
          : undefined
      }
      action={
        !adding && (
          <AddButton text={t('proposals.add', 'Propose a change')} refusal={refusal} onClick={() => setAdding(true)} />
        )
      }
    >
      {adding && <ProposalForm review={review} onClose={() => setAdding(false)} />}
      {proposals.isPending && <Loading />}
      {proposals.isError && (
        <QueryError
          title={t('proposals.failed', 'The proposals could not be loaded')}
          error={proposals.error}
          onRetry={() => void proposals.refetch()}
        />
      )}
      {proposals.data && proposals.data.length > 0 && (
        <ul className={styles}>
          {proposals.data.map((proposal) => (
            <ProposalCard key={proposal.id} proposal={proposal} />
          ))}
        </ul>
      )}
    </SectionFrame>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({ listStyle: 'none', display: 'flex', flexDirection: 'column', gap: theme.spacing(1) });
