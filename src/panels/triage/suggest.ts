import { type DataFrame, type VisualizationSuggestion, VisualizationSuggestionScore } from '@grafana/data';

import { guess } from './guess';
import { incidentNumbers } from './input';
import { sourcesOf } from './sources';
import { type TriageOptions } from './types';

/** Suggested for Strata's incidents, and for what carries a severity and a title. */
export function suggest({
  rawFrames = [],
}: {
  rawFrames?: DataFrame[];
}): Array<VisualizationSuggestion<TriageOptions>> | undefined {
  if (incidentNumbers(rawFrames)) {
    return [{ options: { view: 'list' }, score: VisualizationSuggestionScore.Best }];
  }
  const sources = sourcesOf(rawFrames);
  const alertLike = sources.some((source) => guess('severity', source) && guess('title', source));
  return alertLike ? [{ options: { view: 'list' }, score: VisualizationSuggestionScore.Good }] : undefined;
}
