import { t } from '@grafana/i18n';
import { type BadgeColor } from '@grafana/ui';

import { type Proposal } from '../../api/proposals';
import { coveragePath, prefixRoute, runbookRoute } from '../../app/nav';
import { isAdmin } from '../../ui/user';
import { roleRefusal } from '../refusal';

export type ProposalKind = Proposal['kind'];

export const KINDS: readonly ProposalKind[] = ['runbook', 'threshold', 'signal'];

export const PROPOSAL_COLORS: Record<Proposal['state'], BadgeColor> = {
  open: 'blue',
  accepted: 'green',
  rejected: 'darkgrey',
};

export function kindName(kind: ProposalKind): string {
  switch (kind) {
    case 'runbook':
      return t('proposals.kind.runbook', 'Runbook');
    case 'threshold':
      return t('proposals.kind.threshold', 'Threshold');
    case 'signal':
      return t('proposals.kind.signal', 'Signal');
  }
}

export function proposalStateName(state: Proposal['state']): string {
  switch (state) {
    case 'open':
      return t('proposals.state.open', 'Proposed');
    case 'accepted':
      return t('proposals.state.accepted', 'Accepted');
    case 'rejected':
      return t('proposals.state.rejected', 'Declined');
  }
}

/** The page of what is to be changed. */
export function targetPath({ kind, target }: Pick<Proposal, 'kind' | 'target'>): string {
  return kind === 'runbook' ? prefixRoute(runbookRoute(target)) : coveragePath(target);
}

/** Why the person may not accept; the backend decides. */
export function acceptRefusal({ kind }: Pick<Proposal, 'kind'>): string | undefined {
  return kind === 'runbook' || isAdmin()
    ? roleRefusal()
    : t('proposals.refusal.admin', 'Signals are changed by an Admin');
}
