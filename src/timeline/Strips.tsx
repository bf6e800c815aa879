import React, { memo, useLayoutEffect, useMemo, useRef } from 'react';
import { css } from '@emotion/css';
import { getFieldSeriesColor, type GrafanaTheme2 } from '@grafana/data';
import { type TimeZone } from '@grafana/schema';
import { t } from '@grafana/i18n';
import { UPlotChart, useStyles2, useTheme2 } from '@grafana/ui';

import { type Layout } from './layout';
import { plotConfig } from './plotConfig';
import { aligned } from './tracks';
import { type Range, type Series, type Track } from './types';

interface Props {
  tracks: readonly Track[];
  layout: Layout;
  range: Range;
  timeZone: TimeZone;
  width: number;
}

/** The strips of series, drawn by the uPlot that Grafana itself draws with. */
export function Strips({ tracks, layout, range, timeZone, width }: Props) {
  return tracks.map((track, index) => {
    const band = layout.tracks[index];
    return (
      band && (
        <Strip
          key={track.key}
          track={track}
          top={band.top}
          height={band.height}
          width={width}
          gutter={layout.left}
          right={width - layout.left - layout.width}
          from={range.from}
          to={range.to}
          timeZone={timeZone}
        />
      )
    );
  });
}

interface StripProps extends Range {
  track: Track;
  top: number;
  height: number;
  width: number;
  gutter: number;
  right: number;
  timeZone: TimeZone;
}

const Strip = memo(function Strip({ track, top, height, width, gutter, right, from, to, timeZone }: StripProps) {
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const plot = useRef<uPlot | undefined>(undefined);
  const data = useMemo(() => aligned(track.series), [track]);
  const config = useMemo(
    () =>
      plotConfig(track, {
        theme,
        timeZone,
        gutter,
        right,
        limitLabel: (value) =>
          track.ofAlerts
            ? t('pirtimeline.fires-at', 'fires at {{value}}', { value, interpolation: { escapeValue: false } })
            : t('pirtimeline.slo', 'SLO {{value}}', { value, interpolation: { escapeValue: false } }),
      }),
    [track, theme, timeZone, gutter, right]
  );
  useLayoutEffect(() => {
    plot.current?.setScale('x', { min: from, max: to });
  }, [from, to, data, config]);
  return (
    <div className={styles.strip} style={{ top, height, width }} data-testid="timeline strip" data-title={track.title}>
      <UPlotChart
        data={data}
        config={config}
        width={width}
        height={height}
        plotRef={(u) => {
          plot.current = u;
        }}
      />
      <Names series={track.series} left={gutter} title={track.title} />
    </div>
  );
});

const MOST_NAMES = 6;

/** A small legend inside of the strip. */
function Names({ series, left, title }: { series: Series[]; left: number; title: string }) {
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const shown = series.slice(0, MOST_NAMES);
  return (
    <div className={styles.names} style={{ left: left + 6 }}>
      {series.length > 1 && title && <strong>{title}</strong>}
      {shown.map((one, index) => (
        <span key={`${one.name} ${index}`} className={styles.name}>
          <span className={styles.swatch} style={{ background: getFieldSeriesColor(one.field, theme).color }} />
          {one.name}
        </span>
      ))}
      {series.length > shown.length && (
        <span>{t('pirtimeline.more-series', 'and {{count}} more', { count: series.length - shown.length })}</span>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  strip: css({ position: 'absolute', left: 0, pointerEvents: 'none' }),
  names: css({
    position: 'absolute',
    top: 0,
    right: 12,
    display: 'flex',
    gap: theme.spacing(1.5),
    overflow: 'hidden',
    whiteSpace: 'nowrap',
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
    textShadow: `0 0 3px ${theme.colors.background.primary}, 0 0 3px ${theme.colors.background.primary}`,
  }),
  name: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5) }),
  swatch: css({ width: 12, height: 3, borderRadius: 2 }),
});
