import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, Button, TextLink, useStyles2 } from '@grafana/ui';

import { type Proposal } from '../../api/proposals';
import { RelativeTime } from '../../ui/Time';
import { kindName, PROPOSAL_COLORS, proposalStateName, targetPath } from './names';
import { ProposalDetails } from './ProposalDetails';

export function ProposalCard({ proposal }: { proposal: Proposal }) {
  const styles = useStyles2(getStyles);
  const [open, setOpen] = useState(false);
  const { kind, target, why, state, createdBy, createdAt } = proposal;
  return (
    <li className={styles.card} data-proposal={state}>
      <div className={styles.head}>
        <strong>{kindName(kind)}</strong>
        <TextLink href={targetPath(proposal)}>{target}</TextLink>
        <Badge color={PROPOSAL_COLORS[state]} text={proposalStateName(state)} />
        <span className={styles.weak}>
          {createdBy} <RelativeTime at={createdAt} />
        </span>
      </div>
      <p className={styles.text}>{why}</p>
      <Decision proposal={proposal} />
      <div className={styles.noPrint}>
        <Button
          size="sm"
          variant="secondary"
          fill="text"
          icon={open ? 'angle-down' : 'angle-right'}
          aria-expanded={open}
          aria-label={t('proposals.look-at', 'Look at the proposal for {{target}}', {
            target,
            interpolation: { escapeValue: false },
          })}
          onClick={() => setOpen(!open)}
        >
          {state === 'open' ? t('proposals.look', 'Compare and decide') : t('proposals.text', 'Text')}
        </Button>
      </div>
      {open && <ProposalDetails proposal={proposal} />}
    </li>
  );
}

function Decision({ proposal: { state, decidedBy, decidedAt, reason } }: { proposal: Proposal }) {
  const styles = useStyles2(getStyles);
  if (state === 'open' || !decidedBy || !decidedAt) {
    return null;
  }
  return (
    <p className={styles.weak}>
      {state === 'accepted'
        ? t('proposals.accepted-by', 'Accepted by {{name}}', { name: decidedBy, interpolation: { escapeValue: false } })
        : t('proposals.declined-by', 'Declined by {{name}}', {
            name: decidedBy,
            interpolation: { escapeValue: false },
          })}{' '}
      <RelativeTime at={decidedAt} />
      {reason && `: ${reason}`}
    </p>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.75),
    padding: theme.spacing(1.5),
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    overflowWrap: 'anywhere',
    breakInside: 'avoid',
  }),
  head: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.25, 1.5) }),
  weak: css({ margin: 0, color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  text: css({ margin: 0 }),
  noPrint: css({ '@media print': { display: 'none' } }),
});
