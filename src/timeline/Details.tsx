import React, { useEffect, useMemo, useRef, useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, renderMarkdown } from '@grafana/data';
import { type TimeZone } from '@grafana/schema';
import { t, Trans } from '@grafana/i18n';
import { Button, IconButton, RenderUserContentAsHTML, useStyles2 } from '@grafana/ui';

import { durationBetween, zoneName } from '../ui/clock';
import { belowSubPath } from '../ui/markdownLinks';
import { kindName } from '../ui/timelineKinds';
import { CorrectTime, TakeBack } from './CorrectTime';
import { canCorrect, type Correction } from './correction';
import { laneName } from './looks';
import { type Entry, type Range } from './types';
import { entryLabel } from './useScene';
import { clock, fullTime } from './zone';

interface Props {
  /** One entry, or those of a cluster. */
  entries: readonly Entry[];
  timeZone: TimeZone;
  correction?: Correction;
  /** Where the entry was dragged to. */
  proposed?: number;
  onPick: (entry: Entry) => void;
  onZoom?: (range: Range) => void;
  /** What was dragged is saved. */
  onSettled: () => void;
  onClose: () => void;
}

/** What is known about the selected entry; of a cluster, the list of its entries. */
export function Details(props: Props) {
  const styles = useStyles2(getStyles);
  const { entries, onClose } = props;
  const card = useEscape(onClose);
  const [first] = entries;
  if (!first) {
    return null;
  }
  return (
    <section
      ref={card}
      className={styles.card}
      aria-label={t('pirtimeline.details', 'Details')}
      data-testid="timeline details"
    >
      <div className={styles.close}>
        <IconButton name="times" aria-label={t('pirtimeline.close', 'Close')} onClick={onClose} />
      </div>
      {entries.length > 1 ? <EntryList {...props} /> : <EntryDetails key={first.id} {...props} entry={first} />}
    </section>
  );
}

/** Escape closes, wherever in the details somebody is. */
function useEscape(onEscape: () => void) {
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = place.current;
    const onKey = ({ key }: KeyboardEvent) => key === 'Escape' && onEscape();
    element?.addEventListener('keydown', onKey);
    return () => element?.removeEventListener('keydown', onKey);
  });
  return place;
}

function EntryDetails({ entry, timeZone, correction, proposed, onSettled, onClose }: Props & { entry: Entry }) {
  const styles = useStyles2(getStyles);
  const [correcting, setCorrecting] = useState(false);
  const [undo, setUndo] = useState<{ to?: number }>();
  const place = useRef<HTMLDivElement>(null);
  // What was pressed is gone afterwards; the next Tab goes on from here.
  const settled = (next: { to?: number } | undefined) => {
    setUndo(next);
    setCorrecting(false);
    place.current?.focus();
  };
  // renderMarkdown sanitises, and RenderUserContentAsHTML does it once more.
  const html = useMemo(() => renderMarkdown(belowSubPath(entry.text)), [entry.text]);
  const correctable = canCorrect(correction, entry);
  const asks = correcting || proposed !== undefined;
  return (
    <div ref={place} tabIndex={-1}>
      <div className={styles.head}>
        <strong>{kindName(entry.kind)}</strong>
        <span>{laneName(entry.lane)}</span>
        {entry.severity && <span>{entry.severity}</span>}
        {entry.actor && <span>{entry.actor}</span>}
      </div>
      <Times entry={entry} timeZone={timeZone} />
      {entry.text && <RenderUserContentAsHTML component="div" className={styles.body} content={html} />}
      {correctable && asks && (
        <CorrectTime
          key={proposed}
          entry={entry}
          correction={correction}
          timeZone={timeZone}
          proposed={proposed}
          onSaved={() => {
            settled({ to: entry.corrected ? entry.at : undefined });
            onSettled();
          }}
          onCancel={proposed === undefined ? () => settled(undo) : onClose}
        />
      )}
      {correctable && !asks && (
        <Button
          size="sm"
          variant="secondary"
          icon="clock-nine"
          className={styles.action}
          disabled={correction.refusal !== undefined}
          tooltip={correction.refusal}
          onClick={() => setCorrecting(true)}
        >
          <Trans i18nKey="pirtimeline.correct-open">Correct time</Trans>
        </Button>
      )}
      {correctable && !asks && entry.corrected && (
        <TakeBack entry={entry} correction={correction} undo={undo} onSaved={() => settled(undefined)} />
      )}
    </div>
  );
}

/** Deliveries take a moment. */
const WORTH_SAYING_MS = 1_000;

function Times({ entry: { at, end, recordedAt, corrected }, timeZone }: { entry: Entry; timeZone: TimeZone }) {
  const styles = useStyles2(getStyles);
  const apart = recordedAt !== undefined && Math.abs(recordedAt - at) >= WORTH_SAYING_MS;
  return (
    <div className={styles.times}>
      <time dateTime={new Date(at).toISOString()}>
        {fullTime(at, timeZone)} {zoneName(at, timeZone)}
      </time>
      {corrected && <em>{t('pirtimeline.corrected', 'corrected')}</em>}
      {end !== undefined && (
        <span>{t('pirtimeline.lasted', 'for {{duration}}', { duration: durationBetween(at, end) })}</span>
      )}
      {apart && <span>{t('pirtimeline.recorded', 'recorded {{time}}', { time: fullTime(recordedAt, timeZone) })}</span>}
    </div>
  );
}

/** More than this is read in the table, or after a zoom. */
const MOST_LISTED = 100;

function EntryList({ entries, timeZone, onPick, onZoom }: Props) {
  const styles = useStyles2(getStyles);
  const [first] = entries;
  const last = entries.at(-1);
  const range = first && last && last.at > first.at ? { from: first.at, to: last.at } : undefined;
  return (
    <>
      <div className={styles.head}>
        <strong>
          {t('pirtimeline.entries-here', '{{count}} entries at this time', {
            count: entries.length,
            defaultValue_one: '{{count}} entry at this time',
          })}
        </strong>
        {range && onZoom && (
          <Button size="sm" fill="text" icon="search-plus" onClick={() => onZoom(range)}>
            <Trans i18nKey="pirtimeline.zoom-cluster">Zoom in on them</Trans>
          </Button>
        )}
      </div>
      <ul className={styles.list}>
        {entries.slice(0, MOST_LISTED).map((entry) => (
          <li key={entry.id}>
            <button type="button" className={styles.pick} onClick={() => onPick(entry)}>
              <span className={styles.when}>{clock(entry.at, timeZone)}</span> <strong>{kindName(entry.kind)}</strong>{' '}
              {entryLabel(entry)}
            </button>
          </li>
        ))}
      </ul>
      {entries.length > MOST_LISTED && (
        <p className={styles.when}>
          {t('pirtimeline.more-entries', 'and {{count}} more: zoom in, or read the table', {
            count: entries.length - MOST_LISTED,
          })}
        </p>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    position: 'absolute',
    right: theme.spacing(1),
    bottom: theme.spacing(1),
    zIndex: theme.zIndex.activePanel,
    width: 440,
    maxWidth: `calc(100% - ${theme.spacing(2)})`,
    maxHeight: '70%',
    overflow: 'auto',
    padding: theme.spacing(1.5),
    background: theme.colors.background.elevated,
    border: `1px solid ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.default,
    boxShadow: theme.shadows.z3,
  }),
  close: css({ float: 'right' }),
  head: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0, 1),
    color: theme.colors.text.secondary,
    '& strong': { color: theme.colors.text.primary },
  }),
  times: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 1),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontVariantNumeric: 'tabular-nums',
  }),
  body: css({
    display: 'block',
    marginTop: theme.spacing(1),
    overflowWrap: 'anywhere',
    '& p:last-child': { marginBottom: 0 },
    '& a': { color: theme.colors.text.link, textDecoration: 'underline' },
  }),
  action: css({ marginTop: theme.spacing(1) }),
  list: css({ listStyle: 'none', margin: theme.spacing(0.5, 0, 0) }),
  pick: css({
    width: '100%',
    padding: theme.spacing(0.5),
    border: 0,
    background: 'none',
    textAlign: 'left',
    color: theme.colors.text.primary,
    '&:hover': { background: theme.colors.action.hover },
  }),
  when: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
});
