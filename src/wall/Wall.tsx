import React, { useMemo, useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';

import { buildMatrix } from '../signals/health/healthMatrix';
import { alarmsOf } from './alarms';
import { dataAt, useWallData } from './data/useWallData';
import { clockSkew } from './freshness';
import { takeovers } from './order';
import { Banner } from './parts/Banner';
import { Footer } from './parts/Footer';
import { Header } from './parts/Header';
import { partsOf } from './partsOf';
import { turnAt } from './rotation';
import { type WallSettings } from './settings';
import { shiftAt } from './shift';
import { useClock } from './useClock';
import { WALL } from './portrait';
import { keptText, nextText, viewName } from './viewName';
import { useSelfHeal } from './useSelfHeal';
import { TakeoverView } from './views/TakeoverView';
import { View } from './views/View';

/** The smallest em on a small screen; lines of the views are twice as large. */
const SMALLEST_PX = 9;

interface Props {
  settings: WallSettings;
  /** Views that somebody went on by hand. */
  steps?: number;
  /** Nobody is there to mend it, and the text has to be read; without, it is a picture of a wall. */
  unattended?: boolean;
}

/** The wall itself; fills the element that it is in, whose size its text follows. */
export function Wall({ settings, steps = 0, unattended = false }: Props) {
  const styles = useStyles2(getStyles, unattended ? SMALLEST_PX : 0);
  const here = useClock();
  const [since] = useState(here);
  const data = useWallData(settings);
  const { overview, incidents, health } = data;
  useSelfHeal({ dataAt: dataAt([overview, incidents]), error: overview.error ?? incidents.error }, since, unattended);
  const now = here + clockSkew(overview.data?.at, overview.dataUpdatedAt);
  const turn = turnAt(settings, here, steps);
  const parts = partsOf(turn.view, data);
  const matrix = useMemo(() => buildMatrix(overview.data, health.data), [overview.data, health.data]);
  const all = incidents.data?.incidents ?? [];
  const [emergency] = takeovers(all, settings.takeover);
  return (
    <div className={styles.frame} data-wall={emergency ? 'takeover' : turn.view}>
      <div className={styles.stage} style={{ transform: shiftAt(here) }}>
        <Header
          title={emergency ? t('wall.takeover.label', 'Open P0') : viewName(turn.view)}
          overview={overview.data}
          now={now}
        />
        <Banner lines={alarmsOf(parts, since, here)} />
        <div className={styles.view}>
          {emergency ? (
            <TakeoverView
              incident={emergency}
              // Also those that somebody looks at already: the text counts what is open.
              others={takeovers(all, 'open').filter(({ number }) => number !== emergency.number)}
              now={now}
            />
          ) : (
            <View view={turn.view} data={data} matrix={matrix} now={now} />
          )}
        </div>
        <Footer
          turn={emergency ? keptText(settings.takeover) : nextText(turn)}
          dataAt={Math.min(...parts.map((part) => part.dataAt))}
        />
      </div>
    </div>
  );
}

/** One em is a hundredth of the width of the largest 16:9 screen that fits. */
const getStyles = (theme: GrafanaTheme2, smallest: number) => ({
  frame: css({
    containerType: 'size',
    containerName: smallest > 0 ? WALL : undefined,
    width: '100%',
    height: '100%',
    overflow: 'hidden',
    background: theme.colors.background.canvas,
    color: theme.colors.text.primary,
  }),
  stage: css({
    display: 'flex',
    flexDirection: 'column',
    boxSizing: 'border-box',
    width: '100%',
    height: '100%',
    fontSize: `max(${smallest}px, min(1cqw, 1.7778cqh))`,
    padding: '1.2em 1.5em',
    lineHeight: 1.3,
  }),
  view: css({ flexGrow: 1, minHeight: 0 }),
});
