import React, { type PropsWithChildren, useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, Button, Field, Input, Stack, TextLink, useStyles2 } from '@grafana/ui';

import { type Review, useChangeReview } from '../../api/reviews';
import { incidentPath } from '../../app/nav';
import { ChangeError } from '../../ui/ChangeError';
import { SeverityBadge } from '../../ui/SeverityBadge';
import { ReviewDue } from '../Bits';
import { roleRefusal } from '../refusal';
import { fromDayInput, spanText, toDayInput } from '../when';

/** What the review is about, who leads it, and how long things took. */
export function Header({ review }: { review: Review }) {
  const styles = useStyles2(getStyles);
  const [editing, setEditing] = useState(false);
  const refusal = roleRefusal();
  const { summary, timing, facts } = review;
  const { header, number } = summary;
  return (
    <header className={styles.header}>
      <div className={styles.facts}>
        <dl className={styles.facts}>
          <Fact name={t('review.header.incident', 'Incident')}>
            {summary.incidentGone ? `#${number}` : <TextLink href={incidentPath(number)}>{`#${number}`}</TextLink>}
          </Fact>
          <Fact name={t('review.header.severity', 'Worst severity')}>
            <SeverityBadge severity={header.severity} />
          </Fact>
          <Fact name={t('review.header.services', 'Services')}>{header.services.join(', ') || '–'}</Fact>
          <Fact name={t('review.header.owner', 'Owner')}>{summary.owner || t('reviews.nobody', 'nobody yet')}</Fact>
          <Fact name={t('review.header.facilitator', 'Facilitator')}>
            {summary.facilitator || t('reviews.nobody', 'nobody yet')}
          </Fact>
          <Fact name={t('review.header.due', 'Due')}>
            <ReviewDue summary={summary} />
          </Fact>
          <Fact name={t('review.header.people', 'People')}>
            {facts.participants.map(({ login }) => login).join(', ') || '–'}
          </Fact>
        </dl>
        {summary.restricted && <Badge color="orange" icon="lock" text={t('review.mark.restricted', 'Restricted')} />}
        {header.drill && <Badge color="purple" text={t('review.mark.drill', 'Drill')} />}
        {summary.imported && <Badge color="blue" icon="upload" text={t('review.mark.imported', 'Imported')} />}
        {!editing && (
          <Button
            size="sm"
            variant="secondary"
            fill="text"
            icon="pen"
            className={styles.edit}
            disabled={refusal !== undefined}
            tooltip={refusal}
            onClick={() => setEditing(true)}
          >
            {t('review.header.edit', 'Owner and date')}
          </Button>
        )}
      </div>
      {editing && <HeaderForm review={review} onDone={() => setEditing(false)} />}
      <dl className={styles.tiles}>
        <Tile name={t('review.span.detect', 'To detect (TTD)')} seconds={timing.detect} />
        <Tile name={t('review.span.acknowledge', 'To acknowledge (TTA)')} seconds={timing.acknowledge} />
        <Tile name={t('review.span.mitigate', 'To mitigate (TTM)')} seconds={timing.mitigate} />
        <Tile name={t('review.span.resolve', 'To resolve (TTR)')} seconds={timing.resolve} />
      </dl>
    </header>
  );
}

function Fact({ name, children }: PropsWithChildren<{ name: string }>) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Tile({ name, seconds }: { name: string; seconds?: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-known={seconds !== undefined}>{spanText(seconds)}</dd>
    </div>
  );
}

function HeaderForm({ review: { summary }, onDone }: { review: Review; onDone: () => void }) {
  const styles = useStyles2(getStyles);
  const change = useChangeReview(summary.number);
  const [owner, setOwner] = useState(summary.owner ?? '');
  const [facilitator, setFacilitator] = useState(summary.facilitator ?? '');
  const [due, setDue] = useState(toDayInput(summary.dueAt));
  const save = (event: React.SyntheticEvent) => {
    event.preventDefault();
    const dueAt = due === toDayInput(summary.dueAt) ? undefined : fromDayInput(due);
    change.mutate(
      { change: 'header', version: summary.version, owner: owner.trim(), facilitator: facilitator.trim(), dueAt },
      { onSuccess: onDone }
    );
  };
  return (
    <form onSubmit={save} className={styles.form}>
      <div className={styles.row}>
        <Field noMargin label={t('review.header.owner', 'Owner')}>
          <Input id="review-owner" value={owner} onChange={({ currentTarget }) => setOwner(currentTarget.value)} />
        </Field>
        <Field noMargin label={t('review.header.facilitator', 'Facilitator')}>
          <Input
            id="review-facilitator"
            value={facilitator}
            onChange={({ currentTarget }) => setFacilitator(currentTarget.value)}
          />
        </Field>
        <Field noMargin label={t('review.header.due', 'Due')}>
          <Input
            id="review-due"
            type="date"
            value={due}
            onChange={({ currentTarget }) => setDue(currentTarget.value)}
          />
        </Field>
      </div>
      {change.error && <ChangeError title={t('review.header.failed', 'It was not changed')} error={change.error} />}
      <Stack gap={1}>
        <Button type="submit" size="sm" icon={change.isPending ? 'spinner' : 'save'} disabled={change.isPending}>
          {t('review.save.label', 'Save')}
        </Button>
        <Button type="button" size="sm" variant="secondary" onClick={onDone}>
          {t('review.cancel', 'Cancel')}
        </Button>
      </Stack>
    </form>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  header: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2) }),
  facts: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 3),
    margin: 0,
    '& dt': {
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      fontWeight: theme.typography.fontWeightRegular,
    },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  }),
  edit: css({ '@media print': { display: 'none' } }),
  tiles: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(140px, 1fr))',
    gap: theme.spacing(1),
    margin: 0,
    '& > div': {
      padding: theme.spacing(1, 1.5),
      background: theme.colors.background.secondary,
      borderRadius: theme.shape.radius.default,
    },
    '& dt': {
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      fontWeight: theme.typography.fontWeightRegular,
    },
    '& dd': { margin: 0, fontSize: theme.typography.h3.fontSize, fontVariantNumeric: 'tabular-nums' },
    '& dd[data-known=false]': {
      color: theme.colors.text.secondary,
      fontSize: theme.typography.body.fontSize,
      lineHeight: theme.typography.h3.lineHeight,
    },
  }),
  form: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1.5) }),
  row: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 180px), 1fr))',
    gap: theme.spacing(1.5),
  }),
});
