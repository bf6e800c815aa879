import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { TextLink, useStyles2 } from '@grafana/ui';

import { type Proposal, type ProposalTarget, useTargetProposals } from '../api/proposals';
import { reviewPath } from '../app/nav';
import { RelativeTime } from './Time';

interface Props {
  of: ProposalTarget;
  target: string;
  /** Where many targets stand together, so that all of them are asked for at once. */
  among?: boolean;
}

/** Which reviews changed this, and which propose to. Nothing while that is not known: the page must be readable without it. */
export function ChangedByReviews({ of, target, among = false }: Props) {
  const styles = useStyles2(getStyles);
  const proposals = useTargetProposals(of, among ? undefined : target);
  const own = (proposals.data ?? []).filter((one) => one.target === target);
  if (own.length === 0) {
    return null;
  }
  return (
    <ul className={styles} aria-label={t('proposals.by-reviews', 'Changes by reviews')}>
      {own.map((proposal) => (
        <li key={proposal.id}>
          <TextLink href={`${reviewPath(proposal.number)}#proposals`}>{linkText(proposal)}</TextLink>{' '}
          <RelativeTime at={proposal.decidedAt ?? proposal.createdAt} />: {proposal.why}
        </li>
      ))}
    </ul>
  );
}

function linkText({ number, state }: Proposal): string {
  return state === 'open'
    ? t('proposals.proposed-by', 'Change proposed by review #{{number}}', { number })
    : t('proposals.changed-by', 'Changed by review #{{number}}', { number });
}

const getStyles = (theme: GrafanaTheme2) =>
  css({ listStyle: 'none', color: theme.colors.text.secondary, overflowWrap: 'anywhere' });
