import { dateTime } from '@grafana/data';
import { t } from '@grafana/i18n';
import { behaviors, EmbeddedScene, SceneDataLayerSet, SceneTimeRange } from '@grafana/scenes';
import { DashboardCursorSync } from '@grafana/schema';
import { type QueryClient } from '@tanstack/react-query';

import { IncidentsLayer } from '../../../signals/scene/IncidentsLayer';
import { followNow } from '../followNow';
import { type Around } from './around';
import { LayerColumn } from './LayerColumn';
import { LayersBody } from './LayersBody';
import { type LayerStory } from './story';
import { type Subject } from './subject';

/** One time range and one crosshair over the layers, in the order of the stories. */
export function layersScene(
  stories: LayerStory[],
  subject: Subject,
  window: Around,
  client: QueryClient
): EmbeddedScene {
  return new EmbeddedScene({
    $timeRange: new SceneTimeRange({
      from: dateTime(window.fromMs).toISOString(),
      to: window.goesOn ? 'now' : dateTime(window.toMs).toISOString(),
    }),
    $data: new SceneDataLayerSet({ name: t('incident.regions', 'Incidents'), layers: [new IncidentsLayer(client)] }),
    $behaviors: [
      new behaviors.CursorSync({ key: 'incident', sync: DashboardCursorSync.Crosshair }),
      ...(window.goesOn ? [followNow] : []),
    ],
    body: new LayersBody({
      columns: stories.map((story) => new LayerColumn({ key: story.layer, story, subject, window })),
    }),
  });
}
