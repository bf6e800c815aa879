import React, { useMemo } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, renderMarkdown } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, RenderUserContentAsHTML, useStyles2 } from '@grafana/ui';

import { type TimelineEntry } from '../../api/types';
import { absoluteTime, clockTime, sameDay } from '../../ui/clock';
import { belowSubPath } from '../../ui/markdownLinks';
import { kindIcon, kindName } from '../../ui/timelineKinds';
import { CorrectTime } from './CorrectTime';

/** Deliveries take a moment; times on screen have no fractions of a second. */
const WORTH_SAYING_MS = 1_000;

interface Props {
  number: number;
  entry: TimelineEntry;
  /** Why the person may not correct it; undefined when they may. */
  refusal?: string;
}

export function TimelineItem({ number, entry, refusal }: Props) {
  const styles = useStyles2(getStyles);
  // renderMarkdown sanitises, and RenderUserContentAsHTML does it once more.
  const html = useMemo(() => renderMarkdown(belowSubPath(entry.body)), [entry.body]);
  return (
    <li className={styles.item} data-kind={entry.kind}>
      <Icon className={styles.icon} name={kindIcon(entry.kind)} aria-hidden />
      <div className={styles.content}>
        <div className={styles.head}>
          <strong>{nameOf(entry)}</strong>
          <span>{actorName(entry)}</span>
          <time dateTime={entry.recordedAt}>{absoluteTime(entry.recordedAt)}</time>
          <EventTime entry={entry} />
        </div>
        {entry.body && <RenderUserContentAsHTML component="div" className={styles.body} content={html} />}
      </div>
      {entry.kind !== 'corrected' && <CorrectTime number={number} entry={entry} refusal={refusal} />}
    </li>
  );
}

/** An entry says that people were told also where no channel was there to tell them; its data know. */
function nameOf({ kind, data }: TimelineEntry): string {
  const told = data?.channels;
  return kind === 'informed' && Array.isArray(told) && told.length === 0
    ? t('timeline.kind.untold', 'Nobody was told')
    : kindName(kind);
}

/** The entries stand as they were recorded; what happened earlier than that, as alerts do, says when. */
function EventTime({ entry: { at: written, recordedAt, shownAt } }: { entry: TimelineEntry }) {
  const at = shownAt ?? written;
  const early = Date.parse(recordedAt) - Date.parse(at) >= WORTH_SAYING_MS;
  if (!early && !shownAt) {
    return null;
  }
  const time = sameDay(at, recordedAt) ? clockTime(at) : absoluteTime(at);
  return (
    <time dateTime={at}>
      {shownAt
        ? t('timeline.happened-corrected', 'happened at {{time}}, as corrected', {
            time,
            interpolation: { escapeValue: false },
          })
        : t('timeline.happened', 'happened at {{time}}', { time, interpolation: { escapeValue: false } })}
    </time>
  );
}

function actorName({ actor }: TimelineEntry): string {
  return actor.type === 'user'
    ? actor.name
    : t('timeline.actor', '{{name}} ({{type}})', {
        name: actor.name,
        type: actor.type,
        interpolation: { escapeValue: false },
      });
}

const getStyles = (theme: GrafanaTheme2) => ({
  item: css({
    display: 'flex',
    alignItems: 'flex-start',
    gap: theme.spacing(1),
    paddingBottom: theme.spacing(1.5),
    marginBottom: theme.spacing(1.5),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  icon: css({ color: theme.colors.text.secondary, flexShrink: 0, marginTop: theme.spacing(0.25) }),
  content: css({ minWidth: 0, flexGrow: 1 }),
  head: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 1),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    '& strong': { color: theme.colors.text.primary },
  }),
  body: css({
    display: 'block',
    overflowWrap: 'anywhere',
    maxWidth: '100ch',
    '& p:last-child': { marginBottom: 0 },
    '& pre': { overflowX: 'auto' },
    '& ul, & ol': { paddingLeft: theme.spacing(3) },
    '& a': { color: theme.colors.text.link, textDecoration: 'underline' },
  }),
});
