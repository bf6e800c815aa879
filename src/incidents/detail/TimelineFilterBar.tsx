import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { FilterInput, FilterPill, useStyles2 } from '@grafana/ui';

import { type TimelineFilter, type Topic, topicName, TOPICS } from './timelineFilter';

interface Props {
  filter: TimelineFilter;
  onChange: (filter: TimelineFilter) => void;
  shown: number;
  all: number;
}

export function TimelineFilterBar({ filter, onChange, shown, all }: Props) {
  const styles = useStyles2(getStyles);
  const { topics, text } = filter;
  const toggle = (topic: Topic) =>
    onChange({ text, topics: topics.includes(topic) ? topics.filter((one) => one !== topic) : [...topics, topic] });
  return (
    <div className={styles} role="search" aria-label={t('timeline.filter', 'Filter the timeline')}>
      {TOPICS.map((topic) => (
        <FilterPill
          key={topic}
          label={topicName(topic)}
          selected={topics.includes(topic)}
          onClick={() => toggle(topic)}
        />
      ))}
      <FilterInput
        width={26}
        value={text}
        escapeRegex={false}
        onChange={(next) => onChange({ topics, text: next })}
        placeholder={t('timeline.words', 'Words in the timeline')}
        aria-label={t('timeline.words', 'Words in the timeline')}
      />
      {shown < all && <span role="status">{t('timeline.shown', '{{shown}} of {{all}}', { shown, all })}</span>}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    marginTop: theme.spacing(1),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  });
