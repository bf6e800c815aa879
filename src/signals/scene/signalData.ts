import { type DataFrame, LoadingState } from '@grafana/data';
import { type CustomTransformerDefinition, SceneDataTransformer, SceneQueryRunner } from '@grafana/scenes';
import { map } from 'rxjs';

import { type Signal } from '../../api/types';
import { tidyFrames } from '../frames';
import { LIMITS } from '../limits';
import { type ProviderQueries } from '../providers/types';
import { tidyTable } from '../tables';

/** What a panel draws of frames, where it is not the frames themselves: links of log lines, nodes and edges. */
export type Draw = (frames: DataFrame[]) => DataFrame[];

const asTheyAre: Draw = (frames) => frames;

/** The data of one panel: one request for all its queries, reduced to what a panel can show. */
export function signalData(signal: Signal, queries: ProviderQueries, draw: Draw = asTheyAre): SceneDataTransformer {
  const isTable = (queries.visualisation ?? signal.visualisation) === 'table';
  const tables = isTable ? [eachFrame((frame) => tidyTable(frame, queries.queries, signal.title)), MERGE] : [];
  const runner = new SceneQueryRunner({
    datasource: queries.datasource,
    queries: queries.queries,
    minInterval: queries.minInterval,
    maxDataPoints: LIMITS.pointsPerSeries,
  });
  runner.addActivationHandler(() => () => forgetUnanswered(runner));
  return new SceneDataTransformer({
    $data: runner,
    transformations: [...tables, tidy(queries, draw)],
  });
}

/** A runner that keeps data without an answer, such as annotations that came first, would not ask when it is looked at again. */
function forgetUnanswered(runner: SceneQueryRunner) {
  const { data } = runner.state;
  if (data?.state === LoadingState.Done && data.request?.endTime === undefined) {
    runner.setState({ data: undefined });
  }
}

const NOTHING: DataFrame = { fields: [], length: 0 };

/** Grafana's own: rows of several queries that have the same labels become one row. */
const MERGE = { id: 'merge', options: {} };

function eachFrame(change: (frame: DataFrame) => DataFrame): CustomTransformerDefinition {
  return () => (source) => source.pipe(map((frames: DataFrame[]) => frames.map(change)));
}

/** The notices travel with the data, where the panel's header finds them. */
function tidy({ origins, notice }: ProviderQueries, draw: Draw): CustomTransformerDefinition {
  return () => (source) =>
    source.pipe(
      map((all: DataFrame[]) => {
        const { frames, notices } = tidyFrames(all, origins);
        return withNotices(draw(frames), notice ? [notice, ...notices] : notices);
      })
    );
}

/** Where nothing is left to draw, an empty frame says why. */
function withNotices([first = NOTHING, ...others]: DataFrame[], texts: string[]): DataFrame[] {
  if (texts.length === 0) {
    return first === NOTHING ? [] : [first, ...others];
  }
  const notices = texts.map((text) => ({ severity: 'warning' as const, text }));
  return [{ ...first, meta: { ...first.meta, notices: [...(first.meta?.notices ?? []), ...notices] } }, ...others];
}
