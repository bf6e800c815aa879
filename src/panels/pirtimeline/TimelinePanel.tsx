import React, { useMemo } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, LoadingState, type PanelProps } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { Alert, useStyles2 } from '@grafana/ui';

import { TimelineView } from '../../timeline/TimelineView';
import { type Missing } from './frames';
import { readData, withCorrections } from './read';
import { missingText } from './roles';
import { type TimelineOptions } from './types';
import { useCorrection } from './useCorrection';

/** The timeline of an incident, or of any table of events, over the series of the other queries. */
export function TimelinePanel({
  data,
  options,
  width,
  height,
  timeRange,
  timeZone,
  onChangeTimeRange,
}: PanelProps<TimelineOptions>) {
  const read = useMemo(() => readData(data, options), [data, options]);
  const { correction, corrected } = useCorrection(data.series);
  const shownData = useMemo(() => withCorrections(read.data, corrected), [read.data, corrected]);
  const shown = useMemo(
    () => ({ phases: options.phases, ribbon: options.severity, gapMs: gapMsOf(options) }),
    [options]
  );
  const range = { from: timeRange.from.valueOf(), to: timeRange.to.valueOf() };
  const isEmpty = shownData.entries.length === 0 && shownData.tracks.length === 0;
  if (isEmpty || read.missing.length > 0) {
    return (
      <Explained height={height}>
        {read.missing.length > 0 ? (
          <MissingFields missing={read.missing} />
        ) : (
          <Nothing any={read.any} loading={data.state === LoadingState.Loading} />
        )}
      </Explained>
    );
  }
  return (
    <TimelineView
      data={shownData}
      shown={shown}
      range={range}
      // An open incident lasts until now, as far as it is asked for.
      now={Math.min(range.to, data.request?.startTime ?? range.to)}
      timeZone={timeZone}
      width={width}
      height={height}
      correction={correction}
      onRange={onChangeTimeRange}
    />
  );
}

function gapMsOf({ gaps, gapMinutes }: TimelineOptions): number | undefined {
  return { auto: undefined, minutes: gapMinutes * 60_000, off: 0 }[gaps];
}

function Nothing({ any, loading }: { any: boolean; loading: boolean }) {
  if (loading) {
    return null;
  }
  return any ? (
    <Trans i18nKey="timeline-panel.no-rows">No answer has a time with a text or numbers.</Trans>
  ) : (
    <Trans i18nKey="timeline-panel.empty">
      Nothing happened here. Ask the data source &quot;Strata incidents&quot; for the timeline of an incident, or any
      other one for a table with a time and a text; further queries with numbers are drawn below it.
    </Trans>
  );
}

function MissingFields({ missing }: { missing: Missing[] }) {
  return (
    <Alert severity="warning" title={t('timeline-panel.missing', 'The answer cannot be read as entries')}>
      {missing.map((one) => (
        <div key={one.role}>{missingText(one)}</div>
      ))}
      <div>
        {t(
          'timeline-panel.missing-fix',
          'Edit the panel and choose a field under "Fields of the entries", or ask for a table that has one.'
        )}
      </div>
    </Alert>
  );
}

function Explained({ height, children }: React.PropsWithChildren<{ height: number }>) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.explained} style={{ height }}>
      <div className={styles.text}>{children}</div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  explained: css({ display: 'flex', alignItems: 'center', justifyContent: 'center', overflow: 'auto' }),
  text: css({ maxWidth: 560, color: theme.colors.text.secondary, textAlign: 'center' }),
});
