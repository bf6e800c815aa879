import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Text, useStyles2 } from '@grafana/ui';

import { useTimeline } from '../../api/timeline';
import { type IncidentDetail } from '../../api/types';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { refusal } from './actions';
import { NoteForm } from './NoteForm';
import { TimelineItem } from './TimelineItem';

export function Timeline({ detail }: { detail: IncidentDetail }) {
  const styles = useStyles2(getStyles);
  const { number } = detail.incident;
  const timeline = useTimeline(number);
  return (
    <section aria-labelledby="incident-timeline">
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
      <ol className={styles} reversed>
        {[...(timeline.data ?? [])].reverse().map((entry) => (
          <TimelineItem key={entry.seq} entry={entry} />
        ))}
      </ol>
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => css({ listStyle: 'none', marginTop: theme.spacing(2) });
