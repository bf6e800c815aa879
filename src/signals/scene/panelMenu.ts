import { locationUtil, type PanelMenuItem } from '@grafana/data';
import { t } from '@grafana/i18n';
import { getExploreURL, sceneGraph, type SceneObject, type VizPanelMenu } from '@grafana/scenes';

import { type Signal } from '../../api/types';
import { alertRulesPath, coveragePath } from '../../app/nav';
import { isEditor } from '../../ui/user';

export type SignalDialog = 'explain' | 'declare';

/** A behaviour of the panel menu, which is only activated when somebody opens it. */
export function signalMenu(signal: Signal, open: (dialog: SignalDialog) => void) {
  return (menu: VizPanelMenu) => {
    const items = menuItems(signal, open);
    menu.setItems(items);
    const panel = menu.parent;
    if (panel) {
      void exploreItem(panel).then((explore) => menu.setItems([...explore, ...items]));
    }
  };
}

async function exploreItem(panel: SceneObject): Promise<PanelMenuItem[]> {
  const { data } = sceneGraph.getData(panel).state;
  if (!data) {
    return [];
  }
  const range = sceneGraph.getTimeRange(panel).state.value.raw;
  const href = await getExploreURL(data, panel, range);
  return href ? [{ text: t('panel.explore', 'Explore'), iconClassName: 'compass', href }] : [];
}

export function menuItems(signal: Signal, open: (dialog: SignalDialog) => void): PanelMenuItem[] {
  return [
    { text: t('panel.explain', 'Explain'), iconClassName: 'info-circle', onClick: () => open('explain') },
    ...(isEditor()
      ? [
          {
            text: t('panel.declare', 'Declare incident'),
            iconClassName: 'fire' as const,
            onClick: () => open('declare'),
          },
        ]
      : []),
    ...alertItems(signal),
    {
      text: t('panel.coverage', 'Coverage'),
      iconClassName: 'database',
      href: locationUtil.assureBaseUrl(coveragePath(signal.id)),
    },
  ];
}

function alertItems({ id, alert }: Signal): PanelMenuItem[] {
  if (!alert) {
    return [];
  }
  return [
    {
      text: t('panel.alert-rule', 'Alert rule'),
      iconClassName: 'bell',
      href: locationUtil.assureBaseUrl(alertRulesPath(id)),
    },
    {
      text: t('panel.grafana-rule', 'Rule in Grafana Alerting'),
      iconClassName: 'list-ul',
      href: locationUtil.assureBaseUrl(grafanaRulesPath(alert.name)),
    },
  ];
}

/** The rules of this name in Grafana's own list. */
function grafanaRulesPath(alertName: string): string {
  return `/alerting/list?search=${encodeURIComponent(`rule:${alertName}`)}`;
}
