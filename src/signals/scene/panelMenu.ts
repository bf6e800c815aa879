import { t } from '@grafana/i18n';
import { getExploreURL, sceneGraph, type VizPanelMenu } from '@grafana/scenes';

/** A behaviour of the panel menu, which is only activated when somebody opens it. */
export function addExploreItem(menu: VizPanelMenu) {
  const panel = menu.parent;
  const { data } = panel ? sceneGraph.getData(panel).state : {};
  if (!panel || !data) {
    return;
  }
  const range = sceneGraph.getTimeRange(panel).state.value.raw;
  void getExploreURL(data, panel, range).then((href) =>
    menu.setItems([{ text: t('panel.explore', 'Explore'), iconClassName: 'compass', href }])
  );
}
