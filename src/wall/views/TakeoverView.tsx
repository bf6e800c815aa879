import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';

import { type Incident } from '../../api/types';
import { incidentPath } from '../../app/nav';
import { clockTime } from '../../ui/clock';
import { statusName } from '../../ui/status';
import { addressOf } from '../address';
import { severityPaint } from '../colors';
import { affected, ageOf, updateOf, waitOf } from '../facts';
import { Age } from '../parts/Age';
import { QrCode } from '../parts/QrCode';
import { PORTRAIT, SMALL } from '../portrait';

interface Props {
  incident: Incident;
  /** Other P0 that would take the screen too. */
  others: Incident[];
  now: number;
}

/** One open P0 over the whole screen. */
export function TakeoverView({ incident, others, now }: Props) {
  const styles = useStyles2(getStyles);
  const wait = waitOf(incident, now);
  const update = updateOf(incident, now);
  return (
    <section className={styles.screen} aria-label={t('wall.takeover.label', 'Open P0')} data-takeover={incident.number}>
      <div className={styles.band}>
        <span className={styles.severity}>{incident.severity}</span>
        {incident.drill && <span>{t('wall.drill', 'DRILL')}</span>}
        <span className={styles.wait}>
          {wait
            ? t('wall.takeover.waiting', 'Not acknowledged for {{time}}', { time: wait.text })
            : t('wall.takeover.acknowledged', 'Acknowledged by {{name}}', {
                name: incident.acknowledgedBy ?? t('wall.takeover.somebody', 'somebody'),
                interpolation: { escapeValue: false },
              })}
        </span>
      </div>
      <div className={styles.body}>
        <div className={styles.words}>
          <p className={styles.title}>
            <span className={styles.number}>#{incident.number}</span> {incident.title}
          </p>
          <dl className={styles.facts}>
            <Fact name={t('wall.takeover.since', 'Open for')}>
              <Age wait={ageOf(incident, now)} />{' '}
              <span className={styles.weak}>
                {t('wall.takeover.since-time', 'since {{time}}', { time: clockTime(incident.detectedAt) })}
              </span>
            </Fact>
            <Fact name={t('wall.takeover.affected', 'Affected')}>{affected(incident) || '–'}</Fact>
            <Fact name={t('wall.takeover.state', 'State')}>{statusName(incident.status)}</Fact>
            <Fact name={t('wall.takeover.commander', 'Commander')}>
              {incident.commander ?? t('wall.takeover.no-commander', 'nobody yet')}
            </Fact>
            {update && (
              <Fact name={t('wall.takeover.update', 'Next update')}>
                <Age wait={update} />
              </Fact>
            )}
          </dl>
        </div>
        <div className={styles.codes}>
          {incident.warRoom !== undefined && (
            <QrCode address={incident.warRoom} label={t('wall.takeover.room', 'Scan to join the war room')} />
          )}
          <QrCode
            address={addressOf(incidentPath(incident.number))}
            label={t('wall.takeover.scan', 'Scan to open the incident')}
          />
        </div>
      </div>
      {others.length > 0 && (
        <p className={styles.others}>
          {t('wall.takeover.others', '+ {{count}} more open P0: {{list}}', {
            count: others.length,
            list: others.map(({ number, title }) => `#${number} ${title}`).join(', '),
            interpolation: { escapeValue: false },
          })}
        </p>
      )}
    </section>
  );
}

function Fact({ name, children }: React.PropsWithChildren<{ name: string }>) {
  const styles = useStyles2(getStyles);
  return (
    <>
      <dt className={styles.term}>{name}</dt>
      <dd className={styles.value}>{children}</dd>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  screen: css({ display: 'flex', flexDirection: 'column', height: '100%', minHeight: 0, overflow: 'hidden' }),
  band: css({
    ...severityPaint('P0', theme),
    display: 'flex',
    alignItems: 'center',
    gap: '0.8em',
    flexShrink: 0,
    padding: '0.1em 0.4em',
    borderRadius: '0.1em',
    fontSize: '4.4em',
    lineHeight: 1.2,
    [SMALL]: { fontSize: '2.8em' },
    fontWeight: theme.typography.fontWeightBold,
    fontVariantNumeric: 'tabular-nums',
  }),
  severity: css({ fontSize: '1.6em' }),
  wait: css({
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    [PORTRAIT]: { fontSize: '0.55em', whiteSpace: 'normal' },
  }),
  body: css({
    display: 'flex',
    gap: '3em',
    flexGrow: 1,
    minHeight: 0,
    marginTop: '1.5em',
    [PORTRAIT]: { flexDirection: 'column', alignItems: 'center' },
    [SMALL]: { gap: '2em', marginTop: '0.8em' },
  }),
  words: css({ flexGrow: 1, minWidth: 0, [PORTRAIT]: { flexGrow: 0, width: '100%' } }),
  codes: css({
    display: 'flex',
    flexShrink: 0,
    alignItems: 'flex-start',
    gap: '1.5em',
    '& > :only-child': { width: '20em', [SMALL]: { width: '16em' } },
  }),
  title: css({
    display: '-webkit-box',
    WebkitBoxOrient: 'vertical',
    WebkitLineClamp: 2,
    overflow: 'hidden',
    fontSize: '3.8em',
    lineHeight: 1.2,
    margin: '0 0 0.5em',
    [SMALL]: { fontSize: '2.2em' },
    fontWeight: theme.typography.fontWeightMedium,
    overflowWrap: 'anywhere',
  }),
  number: css({ color: theme.colors.text.secondary }),
  facts: css({
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    gap: '0.6em 2em',
    [SMALL]: { gap: '0.2em 1.5em' },
    alignItems: 'baseline',
    margin: 0,
  }),
  term: css({
    fontSize: '1.8em',
    color: theme.colors.text.secondary,
    fontWeight: theme.typography.fontWeightRegular,
    [SMALL]: { fontSize: '1.4em' },
  }),
  value: css({
    fontSize: '2.8em',
    lineHeight: 1.2,
    margin: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    [SMALL]: { fontSize: '1.8em' },
  }),
  weak: css({ color: theme.colors.text.secondary, fontSize: '0.7em' }),
  others: css({
    flexShrink: 0,
    margin: '0.3em 0 0',
    fontSize: '2em',
    [SMALL]: { fontSize: '1.5em' },
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  }),
});
