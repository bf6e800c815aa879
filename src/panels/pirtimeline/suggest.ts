import { type DataFrame, FieldType, type VisualizationSuggestion, VisualizationSuggestionScore } from '@grafana/data';

import { isOwn } from './frames';
import { fieldFor } from './guess';
import { type TimelineOptions } from './types';

/** Suggested for Strata's timelines, and for tables with a time, a text and a kind or lane. */
export function suggest({
  rawFrames = [],
}: {
  rawFrames?: DataFrame[];
}): Array<VisualizationSuggestion<TimelineOptions>> | undefined {
  if (rawFrames.some(isOwn)) {
    return [{ score: VisualizationSuggestionScore.Best }];
  }
  return rawFrames.some(isEventTable) ? [{ score: VisualizationSuggestionScore.Good }] : undefined;
}

function isEventTable(frame: DataFrame): boolean {
  const has = (role: 'text' | 'kind' | 'lane') => fieldFor(role, frame, undefined) !== undefined;
  return frame.fields.some(({ type }) => type === FieldType.time) && has('text') && (has('kind') || has('lane'));
}
