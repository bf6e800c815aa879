import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Icon, useStyles2 } from '@grafana/ui';

import { type Review, type ReviewLine } from '../../api/reviews';
import { absoluteTime, clockTime } from '../../ui/clock';
import { kindIcon, kindName } from '../../ui/timelineKinds';
import { fieldName } from '../fields';
import { Prose } from '../parts/Prose';
import { Comments } from './Comments';
import { Lanes } from './Lanes';
import { SectionFrame } from './SectionFrame';

const ENTRIES_SHOWN = 20;

/** What happened when, as the record has it. */
export function TimelineSection({ review }: { review: Review }) {
  const styles = useStyles2(getStyles);
  const [all, setAll] = useState(false);
  const { lines, linesLeft } = review.facts;
  const shown = all ? lines : lines.slice(0, ENTRIES_SHOWN);
  return (
    <SectionFrame
      id="timeline"
      title={fieldName('lines')}
      help={lines.length === 0 ? t('review.timeline.none', 'The record has no entries.') : undefined}
    >
      {lines.length > 0 && <Lanes review={review} />}
      <ol className={styles.lines}>
        {shown.map((line) => (
          <Line key={line.seq} line={line} note={review.content.lines.find(({ seq }) => seq === line.seq)?.note} />
        ))}
      </ol>
      {shown.length < lines.length && (
        <div>
          <Button size="sm" variant="secondary" onClick={() => setAll(true)}>
            {t('review.timeline.all', 'Show all {{count}} entries', {
              count: lines.length,
              defaultValue_one: 'Show the {{count}} entry',
            })}
          </Button>
        </div>
      )}
      {linesLeft !== undefined && linesLeft > 0 && (
        <p className={styles.left}>
          {t('review.timeline.left', '{{count}} further entries are on the page of the incident.', {
            count: linesLeft,
            defaultValue_one: '{{count}} further entry is on the page of the incident.',
          })}
        </p>
      )}
      <Comments review={review} field="timeline" />
    </SectionFrame>
  );
}

function Line({ line, note }: { line: ReviewLine; note?: string }) {
  const styles = useStyles2(getStyles);
  return (
    <li className={styles.line} data-lane={line.lane}>
      <time dateTime={line.at} title={absoluteTime(line.at)}>
        {clockTime(line.at)}
      </time>
      <Icon name={kindIcon(line.kind)} aria-hidden className={styles.icon} />
      <div className={styles.body}>
        <div className={styles.head}>
          <strong>{kindName(line.kind)}</strong> {line.actor}
        </div>
        <Prose text={line.text} />
        {note && <p className={styles.left}>{note}</p>}
      </div>
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  lines: css({ listStyle: 'none', display: 'flex', flexDirection: 'column' }),
  line: css({
    display: 'grid',
    gridTemplateColumns: '70px 20px minmax(0, 1fr)',
    gap: theme.spacing(1),
    padding: theme.spacing(0.75, 0),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    '& time': { color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' },
    breakInside: 'avoid',
  }),
  icon: css({ color: theme.colors.text.secondary, marginTop: theme.spacing(0.25) }),
  body: css({ minWidth: 0 }),
  head: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    '& strong': { color: theme.colors.text.primary },
  }),
  left: css({ margin: 0, color: theme.colors.text.secondary }),
});
