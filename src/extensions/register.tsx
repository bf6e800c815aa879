// What Strata adds to other pages of Grafana. Part of module.js: only configurations and lazy wrappers belong here.
/* eslint-disable @grafana/i18n/no-untranslated-strings -- plugin.json has the same texts, and Grafana compares them */
import { type AppPlugin, type KeyValue } from '@grafana/data';

import {
  configureExplore,
  configurePanel,
  configureRule,
  configureRuleRunbook,
  pagePath,
  ruleIncidentPath,
  runbookAddress,
} from './configure';
import { type ExploreContext, type PanelContext, type RuleContext } from './contexts';
import { going, later, lazyComponent } from './lazy';
import { type OpenIncidentsProps } from './OpenIncidents';

const PANEL_MENU = 'grafana/dashboard/panel/menu';
const EXPLORE = 'grafana/explore/toolbar/action';
const RULE = 'grafana/alerting/alertingrule/action';
const PALETTE = 'grafana/commandpalette/action';
const ALERTING_HOME = 'grafana/alerting/home';

const AlertingHome = lazyComponent(async () => (await import('./AlertingHome')).AlertingHome);
const OpenIncidents = lazyComponent<OpenIncidentsProps>(async () => (await import('./OpenIncidents')).OpenIncidents);

export function register<T extends KeyValue>(plugin: AppPlugin<T>): AppPlugin<T> {
  addToPanels(plugin);
  addToRules(plugin);
  addToPalette(plugin);
  return plugin
    .addComponent({
      title: 'Open incidents',
      description: 'What people work on in Strata, and what is due',
      targets: [ALERTING_HOME],
      component: AlertingHome,
    })
    .exposeComponent<OpenIncidentsProps>({
      id: 'strata-sre-app/open-incidents/v1',
      title: 'Open incidents of a service',
      description: 'The open incidents of one service or of all, most severe first',
      component: OpenIncidents,
    });
}

function addToPanels<T extends KeyValue>(plugin: AppPlugin<T>) {
  plugin
    .addLink<PanelContext>({
      title: 'Declare incident',
      description: 'Declare an incident in Strata with this panel attached',
      targets: [PANEL_MENU],
      icon: 'fire',
      configure: configurePanel,
      onClick: later((actions) => actions.declareForPanel),
    })
    .addLink<PanelContext>({
      title: 'Add to incident',
      description: 'Add this panel to the timeline of an open incident in Strata',
      targets: [PANEL_MENU],
      icon: 'plus',
      configure: configurePanel,
      onClick: later((actions) => actions.attachPanel),
    })
    .addLink<ExploreContext>({
      title: 'Declare incident (query)',
      description: 'Declare an incident in Strata with this query attached',
      targets: [EXPLORE],
      icon: 'fire',
      configure: configureExplore,
      onClick: later((actions) => actions.declareForQuery),
    })
    .addLink<ExploreContext>({
      title: 'Add query to incident',
      description: 'Add this query to the timeline of an open incident in Strata',
      targets: [EXPLORE],
      icon: 'plus',
      configure: configureExplore,
      onClick: later((actions) => actions.attachQuery),
    });
}

function addToRules<T extends KeyValue>(plugin: AppPlugin<T>) {
  plugin
    .addLink<RuleContext>({
      title: 'Open incident',
      description: 'Open the incident of the alerts of this rule in Strata',
      targets: [RULE],
      icon: 'fire',
      configure: configureRule,
      onClick: going(ruleIncidentPath),
    })
    .addLink<RuleContext>({
      title: 'Open runbook',
      description: 'Open what to do when this rule fires',
      targets: [RULE],
      icon: 'book',
      configure: configureRuleRunbook,
      onClick: going((context) => runbookAddress(context?.annotations?.runbook_url)),
    })
    .addLink<RuleContext>({
      title: 'Declare incident for rule',
      description: 'Declare an incident in Strata for what this rule watches',
      targets: [RULE],
      icon: 'plus',
      configure: configureRule,
      onClick: later((actions) => actions.declareForRule),
    });
}

function addToPalette<T extends KeyValue>(plugin: AppPlugin<T>) {
  plugin
    .addLink({
      title: 'Strata: declare incident',
      description: 'Open an incident in Strata by hand',
      targets: [PALETTE],
      onClick: later((actions) => actions.declare),
    })
    .addLink({
      title: 'Strata: go to incident',
      description: 'Find an incident of Strata by its number or its words',
      targets: [PALETTE],
      onClick: later((actions) => actions.goToIncident),
    })
    .addLink({
      title: 'Strata: triage board',
      description: 'All open incidents of Strata',
      targets: [PALETTE],
      path: pagePath('triage'),
    })
    .addLink({
      title: 'Strata: NOC wall',
      description: 'Strata for a screen on the wall',
      targets: [PALETTE],
      path: pagePath('wall'),
    })
    .addLink({
      title: 'Strata: set up',
      description: 'Connect data sources and alerts, step by step',
      targets: [PALETTE],
      path: pagePath('guide'),
    });
}
