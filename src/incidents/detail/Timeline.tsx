import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Text, useStyles2 } from '@grafana/ui';

import { useTimeline } from '../../api/timeline';
import { type IncidentDetail, type TimelineEntry } from '../../api/types';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { refusal } from './actions';
import { NoteForm } from './NoteForm';
import { type TimelineFilter, matchesFilter } from './timelineFilter';
import { TimelineFilterBar } from './TimelineFilterBar';
import { TimelineItem } from './TimelineItem';

/** The newest; a storm of flapping alerts must not bury the page. */
const ENTRIES_SHOWN = 100;

export function Timeline({ detail }: { detail: IncidentDetail }) {
  const styles = useStyles2(getStyles);
  const { number } = detail.incident;
  const timeline = useTimeline(number);
  return (
    <section className={styles.section} aria-labelledby="incident-timeline">
      <Text element="h2" variant="h4" id="incident-timeline">
        {t('timeline.title', 'Timeline')}
      </Text>
      <NoteForm number={number} refusal={refusal('note', detail)} />
      {timeline.isPending && <Loading />}
      {timeline.isError && (
        <QueryError
          title={t('timeline.failed', 'The timeline could not be loaded')}
          error={timeline.error}
          stale={timeline.data !== undefined}
          onRetry={() => void timeline.refetch()}
        />
      )}
      {timeline.data && <Entries detail={detail} entries={timeline.data} />}
    </section>
  );
}

function Entries({ detail, entries }: { detail: IncidentDetail; entries: TimelineEntry[] }) {
  const styles = useStyles2(getStyles);
  const [all, setAll] = useState(false);
  const [filter, setFilter] = useState<TimelineFilter>({ topics: [], text: '' });
  const newestFirst = entries.filter((entry) => matchesFilter(entry, filter)).reverse();
  const shown = all ? newestFirst : newestFirst.slice(0, ENTRIES_SHOWN);
  return (
    <>
      <TimelineFilterBar filter={filter} onChange={setFilter} shown={newestFirst.length} all={entries.length} />
      {newestFirst.length === 0 && (
        <Text color="secondary">{t('timeline.nothing', 'No entry matches the filter.')}</Text>
      )}
      <ol className={styles.entries}>
        {shown.map((entry) => (
          <TimelineItem
            key={entry.seq}
            number={detail.incident.number}
            entry={entry}
            refusal={refusal('note', detail)}
          />
        ))}
      </ol>
      {shown.length < newestFirst.length && (
        <Button size="sm" variant="secondary" onClick={() => setAll(true)}>
          {t('timeline.show-all', 'Show all {{count}} entries', {
            count: newestFirst.length,
            defaultValue_one: 'Show the {{count}} entry',
          })}
        </Button>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  entries: css({ listStyle: 'none', marginTop: theme.spacing(1) }),
});
