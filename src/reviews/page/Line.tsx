import React, { useMemo, useState } from 'react';
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Icon, useStyles2 } from '@grafana/ui';

import { type Review, type ReviewLine } from '../../api/reviews';
import { absoluteTime, clockTime } from '../../ui/clock';
import { kindIcon, kindName } from '../../ui/timelineKinds';
import { readDraft } from '../edit/drafts';
import { PartEditor } from '../edit/PartEditor';
import { Prose } from '../parts/Prose';
import { Remark, remarkOf, remarkPart } from '../parts/remark';
import { editRefusal } from '../refusal';

/** An entry of the record, and what the review says of it. */
export function Line({ review, line }: { review: Review; line: ReviewLine }) {
  const styles = useStyles2(getStyles);
  const { seq, at, kind, lane, actor, text } = line;
  const { number } = review.summary;
  const refusal = editRefusal(review);
  const part = useMemo(() => remarkPart(seq), [seq]);
  const [draft, setDraft] = useState(() => readDraft(number, part.id, part.shape));
  const [editing, setEditing] = useState(draft !== undefined && refusal === undefined);
  const remark = remarkOf(review.content, seq);
  const close = () => {
    setDraft(undefined);
    setEditing(false);
  };
  return (
    <li className={cx(styles.line, remark?.hidden && styles.hidden)} data-lane={lane}>
      <time dateTime={at} title={absoluteTime(at)}>
        {clockTime(at)}
      </time>
      <Icon name={kindIcon(kind)} aria-hidden className={styles.icon} />
      <div className={styles.body}>
        <div className={styles.head}>
          <strong>{kindName(kind)}</strong> {actor}
        </div>
        <Prose text={text} />
        {editing ? (
          <PartEditor part={part} review={review} draft={draft} onClose={close} />
        ) : (
          <Remark remark={remark} />
        )}
      </div>
      {!editing && (
        <Button
          icon="pen"
          size="sm"
          variant="secondary"
          fill="text"
          className={styles.edit}
          disabled={refusal !== undefined}
          tooltip={refusal ?? t('review.line.edit', 'Note, evidence, or leave it out')}
          aria-label={t('review.line.edit-label', 'Note on {{kind}} at {{time}}', {
            kind: kindName(kind),
            time: clockTime(at),
            interpolation: { escapeValue: false },
          })}
          onClick={() => setEditing(true)}
        />
      )}
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    display: 'grid',
    gridTemplateColumns: '70px 20px minmax(0, 1fr) auto',
    gap: theme.spacing(1),
    padding: theme.spacing(0.75, 0),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    '& time': { color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' },
    breakInside: 'avoid',
  }),
  // Paper has what exports have.
  hidden: css({ '& time, & strong': { textDecoration: 'line-through' }, '@media print': { display: 'none' } }),
  icon: css({ color: theme.colors.text.secondary, marginTop: theme.spacing(0.25) }),
  body: css({ minWidth: 0, display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5) }),
  head: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    '& strong': { color: theme.colors.text.primary },
  }),
  edit: css({ '@media print': { display: 'none' } }),
});
