import React, { memo, useMemo } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { IconButton, RadioButtonGroup, useStyles2, useTheme2 } from '@grafana/ui';

import { OUTLINES, shapeColor, shapeName, SHAPES } from './looks';
import { shapeOf } from './lanes';
import { type Entry, type Range } from './types';

export type ViewMode = 'picture' | 'table';

interface Props {
  entries: readonly Entry[];
  mode: ViewMode;
  narrow: boolean;
  onMode: (mode: ViewMode) => void;
  /** Absent: the range cannot be changed here. */
  zoom?: { out: () => void; whole?: Range; onWhole: () => void };
}

export function Toolbar({ entries, mode, narrow, onMode, zoom }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.bar}>
      <Legend entries={entries} narrow={narrow} />
      {zoom && mode === 'picture' && (
        <>
          <IconButton name="search-minus" tooltip={t('pirtimeline.zoom-out', 'Zoom out')} onClick={zoom.out} />
          <IconButton
            name="arrows-h"
            tooltip={t('pirtimeline.whole', 'Show all entries')}
            disabled={!zoom.whole}
            onClick={zoom.onWhole}
          />
        </>
      )}
      <Modes mode={mode} onMode={onMode} />
    </div>
  );
}

/** Stays as it is while the range changes. */
const Modes = memo(function Modes({ mode, onMode }: Pick<Props, 'mode' | 'onMode'>) {
  return (
    <RadioButtonGroup<ViewMode>
      size="sm"
      aria-label={t('pirtimeline.view', 'View')}
      value={mode}
      onChange={onMode}
      options={[
        { value: 'picture', label: t('pirtimeline.picture', 'Timeline') },
        { value: 'table', label: t('pirtimeline.table-mode', 'Table') },
      ]}
    />
  );
});

/** The shapes in use and what they mean; narrow screens have only the number of entries. */
const Legend = memo(function Legend({ entries, narrow }: Pick<Props, 'entries' | 'narrow'>) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const used = useMemo(() => new Set(entries.map(shapeOf)), [entries]);
  return (
    <div className={styles.legend}>
      <span>
        {t('pirtimeline.count', '{{count}} entries', { count: entries.length, defaultValue_one: '{{count}} entry' })}
      </span>
      {!narrow &&
        SHAPES.filter((shape) => used.has(shape)).map((shape) => (
          <span key={shape} className={styles.shape}>
            <svg width={14} height={14} viewBox="-8 -8 16 16" aria-hidden>
              <path d={OUTLINES[shape]} fill={shapeColor(shape, theme)} fillRule="evenodd" />
            </svg>
            {shapeName(shape)}
          </span>
        ))}
    </div>
  );
});

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), height: 32, flexShrink: 0 }),
  legend: css({
    display: 'flex',
    flexGrow: 1,
    gap: theme.spacing(1.5),
    overflow: 'hidden',
    whiteSpace: 'nowrap',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  shape: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.5) }),
});
