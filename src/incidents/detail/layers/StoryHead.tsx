import React from 'react';
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, TextLink, useStyles2 } from '@grafana/ui';

import { layerPath } from '../../../app/nav';
import { absoluteTime, clockTime, durationBetween } from '../../../ui/clock';
import { LAYER_ICONS, layerName } from '../../../ui/layers';
import { type Around } from './around';
import { type LayerStory } from './story';
import { type Subject } from './subject';

interface Props {
  story: LayerStory;
  subject: Subject;
  window: Around;
}

/** Which place the layer has in the order of what broke, when that was, and what it was. */
export function StoryHead({ story, subject, window }: Props) {
  const styles = useStyles2(getStyles);
  const { layer, place, what } = story;
  return (
    <header className={cx(styles.head, place === 1 && styles.first)}>
      <div className={styles.line}>
        {place !== undefined && (
          <span className={cx(styles.place, place === 1 && styles.firstPlace)} aria-hidden>
            {place}
          </span>
        )}
        <h3 className={styles.name}>
          <Icon name={LAYER_ICONS[layer]} aria-hidden /> {layerName(layer)}
        </h3>
        <When story={story} startMs={window.startMs} />
      </div>
      <div className={styles.line}>
        <span className={what ? undefined : styles.secondary}>{what ?? nothing(story)}</span>
        <TextLink inline={false} variant="bodySmall" href={pathOf(story, subject, window)}>
          {t('incident.layers.open', 'Layer at that time')}
        </TextLink>
      </div>
      <Before {...story} />
    </header>
  );
}

/** What was abnormal long before the incident is no news, but may be why. */
function Before({ before }: LayerStory) {
  const styles = useStyles2(getStyles);
  return before.length > 0 ? (
    <span className={styles.secondary}>
      {t('incident.layers.before', 'Abnormal before already: {{titles}}', {
        titles: before.join(', '),
        interpolation: { escapeValue: false },
      })}
    </span>
  ) : null;
}

function nothing({ judged, before }: LayerStory): string {
  if (before.length > 0) {
    return t('incident.layers.nothing-new', 'Nothing new');
  }
  return judged > 0
    ? t('incident.layers.normal', 'Nothing abnormal in {{count}} signals', {
        count: judged,
        defaultValue_one: 'Nothing abnormal in {{count}} signal',
      })
    : t('incident.layers.unknown', 'Not judged: no alert condition speaks of it');
}

function When({ story: { atMs, place }, startMs }: { story: LayerStory; startMs: number }) {
  const styles = useStyles2(getStyles);
  if (atMs === undefined) {
    return null;
  }
  return (
    <time className={styles.when} dateTime={new Date(atMs).toISOString()} title={absoluteTime(atMs)}>
      {place === 1 && <strong>{t('incident.layers.first', 'broke first')}</strong>} {clockTime(atMs)}
      {place !== 1 && atMs > startMs && ` (+${durationBetween(startMs, atMs)})`}
    </time>
  );
}

function pathOf({ layer }: LayerStory, { things }: Subject, { fromMs, toMs, goesOn }: Around): string {
  const service = things.find(({ kind }) => kind === 'service')?.name;
  return layerPath(layer, { service, from: String(Math.round(fromMs)), to: goesOn ? 'now' : String(Math.round(toMs)) });
}

const getStyles = (theme: GrafanaTheme2) => ({
  head: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    padding: theme.spacing(0.5, 1),
    borderLeft: `4px solid ${theme.colors.border.medium}`,
  }),
  // A border and no tint: the colour of links has too little contrast on it in the light theme.
  first: css({ borderLeftColor: theme.colors.error.main }),
  line: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', gap: theme.spacing(0, 1) }),
  // No higher than the name beside it, so that the graphs of all layers begin at one height.
  place: css({
    minWidth: 20,
    lineHeight: '18px',
    textAlign: 'center',
    borderRadius: theme.shape.radius.pill,
    border: `1px solid ${theme.colors.border.strong}`,
    fontWeight: theme.typography.fontWeightBold,
    fontVariantNumeric: 'tabular-nums',
  }),
  firstPlace: css({
    background: theme.colors.error.main,
    borderColor: theme.colors.error.main,
    color: theme.colors.error.contrastText,
  }),
  name: css({ margin: 0, fontSize: theme.typography.h5.fontSize }),
  when: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
  secondary: css({ color: theme.colors.text.secondary }),
});
