import pluginJson from '../plugin.json';
import { prefixRoute, ROUTES } from '../app/nav';
import { plugin } from '../module';
import {
  configureExplore,
  configurePanel,
  configureRule,
  configureRuleRunbook,
  pagePath,
  ruleIncidentPath,
  runbookAddress,
} from './configure';

const target = { refId: 'A' };

describe('what Grafana is told of', () => {
  it('plugin.json lists exactly what the code registers', () => {
    const links = plugin.addedLinkConfigs.map(({ title, description, targets }) => ({ targets, title, description }));
    const components = plugin.addedComponentConfigs.map(({ title, description, targets }) => ({
      targets,
      title,
      description,
    }));
    const exposed = plugin.exposedComponentConfigs.map(({ id, title, description }) => ({ id, title, description }));

    expect(pluginJson.extensions).toEqual({
      addedLinks: links,
      addedComponents: components,
      exposedComponents: exposed,
    });
  });

  it('leaves room: Grafana shows three links of an app in the panel menu and in Explore', () => {
    const count = (point: string) => plugin.addedLinkConfigs.filter(({ targets }) => targets.includes(point)).length;

    expect(count('grafana/dashboard/panel/menu')).toBeLessThanOrEqual(3);
    expect(count('grafana/explore/toolbar/action')).toBeLessThanOrEqual(3);
  });

  it('leads to pages that exist', () => {
    const paths = plugin.addedLinkConfigs.flatMap(({ path }) => path ?? []);

    expect(paths).toEqual([ROUTES.triage, ROUTES.wall, ROUTES.guide].map(prefixRoute));
    // Grafana refuses a link that has neither.
    expect(plugin.addedLinkConfigs.filter(({ path, onClick }) => !path && !onClick)).toEqual([]);
    expect(pagePath(ROUTES.alert)).toBe(prefixRoute(ROUTES.alert));
  });
});

describe('panel menu', () => {
  it.each([
    ['a saved panel', { id: 2, dashboard: { uid: 'shop', title: 'Shop', tags: [] }, targets: [] }, true],
    [
      'a panel of a new dashboard, by its query',
      { id: 2, dashboard: { uid: '', title: '', tags: [] }, targets: [target] },
      true,
    ],
    ['a text panel of a new dashboard', { id: 2, dashboard: { uid: '', title: '', tags: [] }, targets: [] }, false],
    ['no panel', {}, false],
    ['no context', undefined, false],
  ])('%s', (_, context, shown) => {
    expect(configurePanel(context)).toEqual(shown ? {} : undefined);
  });
});

describe('Explore', () => {
  it.each([
    ['a query', { targets: [target] }, true],
    ['no query', { targets: [] }, false],
    ['nothing', {}, false],
    ['no context', undefined, false],
  ])('%s', (_, context, shown) => {
    expect(configureExplore(context)).toEqual(shown ? {} : undefined);
  });
});

describe('alert rule menu', () => {
  it('finds the incident by the labels that do not come from a template', () => {
    const labels = { service: '{{ $labels.service_name }}', cluster: 'shop & co', severity: 'P1', namespace: '' };

    expect(ruleIncidentPath({ name: 'ErrorsHigh', labels })).toBe(
      '/a/strata-sre-app/alert?label=alertname%3DErrorsHigh&label=cluster%3Dshop+%26+co'
    );
    expect(ruleIncidentPath({ name: 'ErrorsHigh' })).toBe('/a/strata-sre-app/alert?label=alertname%3DErrorsHigh');
  });

  it('is hidden without a rule', () => {
    expect([configureRule(undefined), configureRule({}), ruleIncidentPath({}), ruleIncidentPath(undefined)]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(configureRule({ name: 'ErrorsHigh' })).toEqual({});
  });

  it.each([
    [
      'below a sub-path',
      'https://g.example/sub/a/strata-sre-app/runbooks/app-errors?x=1#steps',
      '/a/strata-sre-app/runbooks/app-errors?x=1#steps',
    ],
    ['elsewhere', 'https://wiki.example/errors', 'https://wiki.example/errors'],
    ['a template', 'https://wiki.example/{{ $labels.service }}', undefined],
    ['a script', 'javascript:alert(1)', undefined],
    ['data', 'data:text/html,x', undefined],
    ['no address', 'see the wiki', undefined],
    ['nothing', '', undefined],
  ])('opens a runbook: %s', (_, runbook_url, path) => {
    expect(configureRuleRunbook({ name: 'X', annotations: { runbook_url } })).toEqual(path && {});
    expect(runbookAddress(runbook_url)).toBe(path);
  });

  it('has no runbook without annotations', () => {
    expect([configureRuleRunbook({ name: 'X' }), configureRuleRunbook(undefined)]).toEqual([undefined, undefined]);
  });
});
