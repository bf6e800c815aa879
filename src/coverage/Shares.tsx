import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, Text, useStyles2 } from '@grafana/ui';

import { LAYER_ICONS, layerName } from '../ui/layers';
import { type Share } from './rows';
import { STATE_ICONS, stateColor, stateName, STATES } from './states';

/** One bar per layer: how many of its signals can be seen, and what is with the others. */
export function Shares({ shares }: { shares: Share[] }) {
  const styles = useStyles2(getStyles);
  return (
    <section className={styles.shares} aria-label={t('coverage.shares', 'Observable share of each layer')}>
      {shares.map((share) => (
        <LayerShare key={share.layer} share={share} />
      ))}
    </section>
  );
}

function LayerShare({ share: { layer, total, observable, counts } }: { share: Share }) {
  const styles = useStyles2(getStyles);
  const present = STATES.filter((state) => counts[state] > 0);
  return (
    <div data-share={layer}>
      <Text element="h2" variant="h6">
        <Icon name={LAYER_ICONS[layer]} aria-hidden /> {layerName(layer)}{' '}
        <span className={styles.number}>{shareText(observable, total)}</span>
      </Text>
      <div className={styles.bar} aria-hidden>
        {present.map((state) => (
          <span key={state} className={styles[state]} style={{ flexGrow: counts[state] }} />
        ))}
      </div>
      <ul className={styles.counts}>
        {present.map((state) => (
          <li key={state}>
            <Icon name={STATE_ICONS[state]} size="sm" aria-hidden /> {stateName(state)} {counts[state]}
          </li>
        ))}
      </ul>
    </div>
  );
}

function shareText(observable: number, total: number): string {
  return total === 0
    ? t('coverage.share.none', 'no signals')
    : t('coverage.share.label', '{{percent}}% observable ({{observable}} of {{total}})', {
        percent: Math.floor((100 * observable) / total),
        observable,
        total,
      });
}

const getStyles = (theme: GrafanaTheme2) => ({
  shares: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 260px), 1fr))',
    gap: theme.spacing(2),
    marginBottom: theme.spacing(2),
  }),
  number: css({ color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular }),
  bar: css({
    display: 'flex',
    gap: 2,
    height: theme.spacing(1.5),
    margin: theme.spacing(0.5, 0),
    '& > span': { minWidth: 3, borderRadius: theme.shape.radius.sm },
  }),
  counts: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 1.5),
    listStyle: 'none',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  answers: css({ background: stateColor('answers', theme) }),
  empty: css({ background: stateColor('empty', theme) }),
  failed: css({ background: stateColor('failed', theme) }),
  missing: css({ background: stateColor('missing', theme) }),
  // Two greys: one filled, one framed.
  unknown: css({ background: theme.colors.text.secondary }),
  'not-configured': css({ border: `1px solid ${theme.colors.border.strong}` }),
});
