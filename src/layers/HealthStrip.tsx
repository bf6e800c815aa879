import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, type IconName } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Icon, Spinner, Tooltip, useStyles2 } from '@grafana/ui';

import { type Signal } from '../api/types';
import { type LayerHealth } from '../signals/health/useLayerHealth';
import { LIMITS } from '../signals/limits';
import { type Probe } from '../signals/providers/probe';
import { AbnormalChip } from './AbnormalChip';

interface Props {
  health: LayerHealth;
  /** All probes of the data sources that are picked; those that failed are named. */
  probes: readonly Probe[];
  probing: boolean;
  onOpen: (signal: Signal) => void;
}

/** Which signals of the layer are abnormal now; a click goes to the panel. */
export function HealthStrip({ health, probes, probing, onOpen }: Props) {
  const styles = useStyles2(getStyles);
  const [all, setAll] = useState(false);
  const shown = all ? health.abnormal : health.abnormal.slice(0, LIMITS.stripChips);
  const more = health.abnormal.length - shown.length;
  return (
    <section className={styles.strip} aria-label={t('strip.label', 'Abnormal now')} aria-busy={health.pending}>
      <div className={styles.head} role="status">
        <Summary health={health} probes={probes} probing={probing} />
      </div>
      {shown.length > 0 && (
        <ul className={styles.chips}>
          {shown.map((abnormal) => (
            <li key={abnormal.signal.id}>
              <AbnormalChip abnormal={abnormal} onOpen={() => onOpen(abnormal.signal)} />
            </li>
          ))}
          {more > 0 && (
            <li>
              <Button size="sm" variant="secondary" fill="text" onClick={() => setAll(true)}>
                {t('strip.more', 'Show {{count}} more', { count: more })}
              </Button>
            </li>
          )}
        </ul>
      )}
      <Failures health={health} probes={probes} />
    </section>
  );
}

function Summary({ health, probes, probing }: Omit<Props, 'onOpen'>) {
  const { icon, text } = summaryOf(health, probes, probing);
  return (
    <>
      {icon === 'spinner' ? <Spinner size="sm" inline /> : <Icon name={icon} aria-hidden />}
      <strong>{text}</strong>
      {!health.pending && !probing && health.judged > 0 && <Details health={health} />}
    </>
  );
}

function summaryOf(
  health: LayerHealth,
  probes: readonly Probe[],
  probing: boolean
): { icon: IconName | 'spinner'; text: string } {
  const count = health.abnormal.length;
  if (count > 0) {
    return { icon: 'exclamation-triangle', text: t('strip.abnormal', '{{count}} abnormal now', { count }) };
  }
  if (health.pending || (probing && health.judged === 0)) {
    return { icon: 'spinner', text: t('strip.checking', 'Checking the signals of this layer …') };
  }
  if (health.judged > 0) {
    return { icon: 'check-circle', text: t('strip.normal', 'Nothing abnormal now') };
  }
  return probes.some(({ provider }) => provider === 'prometheus')
    ? { icon: 'question-circle', text: t('strip.unknown', 'No signal of this layer could be judged') }
    : {
        icon: 'question-circle',
        text: t('strip.no-prometheus', 'Health is judged from Prometheus, and none is picked'),
      };
}

function Details({ health }: { health: LayerHealth }) {
  const styles = useStyles2(getStyles);
  const { judged, bandsPending, tooMany } = health;
  return (
    <span className={styles.secondary}>
      {t('strip.judged', '{{count}} signals judged, by alert thresholds or by their last 6 hours', {
        count: judged,
        defaultValue_one: '{{count}} signal judged, by alert thresholds or by its last 6 hours',
      })}
      {bandsPending && ` · ${t('strip.bands', 'still comparing with the last 6 hours …')}`}
      {tooMany.length > 0 && (
        <Tooltip content={tooMany.join(', ')}>
          <span
            // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard has to reach the tooltip
            tabIndex={0}
          >
            {' · '}
            {t('strip.too-many', '{{count}} with more than {{limit}} series not judged', {
              count: tooMany.length,
              limit: LIMITS.bandSeries,
            })}
          </span>
        </Tooltip>
      )}
    </span>
  );
}

function Failures({ health, probes }: { health: LayerHealth; probes: readonly Probe[] }) {
  const styles = useStyles2(getStyles);
  const down = probes.filter(({ state }) => state === 'failed').map(({ name, message }) => ({ title: name, message }));
  const failures = [...down, ...health.failed];
  const [first] = failures;
  if (!first) {
    return null;
  }
  const lines = failures.map(({ title, message }) => [title, message].filter(Boolean).join(': '));
  return (
    <div className={styles.failures} role="alert">
      <Icon name="exclamation-circle" aria-hidden />
      <Tooltip content={<Lines lines={lines.slice(0, SHOWN_FAILURES)} />}>
        <span
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard has to reach the tooltip
          tabIndex={0}
        >
          {t('strip.failed', '{{count}} checks failed. {{first}}', {
            count: failures.length,
            first: lines[0],
            interpolation: { escapeValue: false },
            defaultValue_one: '{{count}} check failed. {{first}}',
          })}
        </span>
      </Tooltip>
      <Button size="sm" variant="secondary" fill="outline" icon="sync" onClick={health.retry}>
        {t('strip.retry', 'Retry')}
      </Button>
    </div>
  );
}

const SHOWN_FAILURES = 12;

function Lines({ lines }: { lines: string[] }) {
  return (
    <>
      {lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  strip: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    padding: theme.spacing(1, 1.5),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
    // Late answers do not push the panels down while somebody reads them.
    minHeight: theme.spacing(5.5),
  }),
  head: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5, 1) }),
  chips: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.75), listStyle: 'none' }),
  secondary: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  failures: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    color: theme.colors.warning.text,
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
  }),
});
