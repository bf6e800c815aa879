import { t } from '@grafana/i18n';

import { type TimelineEntry } from '../../api/types';

/** What an entry is about, so that a filter has a handful of choices. */
export const TOPICS = ['notes', 'alerts', 'changes', 'people'] as const;

export type Topic = (typeof TOPICS)[number];

const KINDS: Record<string, Topic> = {
  note: 'notes',
  alert_fired: 'alerts',
  alert_resolved: 'alerts',
  flapping: 'alerts',
  escalated: 'people',
  informed: 'people',
  notified: 'people',
  notify_failed: 'people',
  update_late: 'people',
  role: 'people',
  message: 'people',
  war_room: 'people',
  ack: 'people',
  unack: 'people',
};

/** Everything else changed the incident. */
function topicOf({ kind }: TimelineEntry): Topic {
  return KINDS[kind] ?? 'changes';
}

export function topicName(topic: Topic): string {
  switch (topic) {
    case 'notes':
      return t('timeline.topic.notes', 'Notes');
    case 'alerts':
      return t('timeline.topic.alerts', 'Alerts');
    case 'changes':
      return t('timeline.topic.changes', 'Changes');
    case 'people':
      return t('timeline.topic.people', 'People');
  }
}

export interface TimelineFilter {
  /** None: all. */
  topics: Topic[];
  /** All of its words stand in the text or the name of whoever wrote it. */
  text: string;
}

export function matchesFilter(entry: TimelineEntry, { topics, text }: TimelineFilter): boolean {
  const about = topics.length === 0 || topics.includes(topicOf(entry));
  const written = `${entry.body} ${entry.actor.name}`.toLowerCase();
  return (
    about &&
    text
      .toLowerCase()
      .split(/\s+/)
      .every((word) => written.includes(word))
  );
}
