import { OrgRole } from '@grafana/data';
import { config } from '@grafana/runtime';
import { screen, within } from '@testing-library/react';

import { type RuleList, type RuleTrialResult } from '../../api/types';
import { refusal, route } from '../../test/api';
import { renderApp } from '../../test/render';
import { server } from '../../test/server';
import { parsePairs } from './labels';

const rules: RuleList = {
  grouping: [
    { name: 'one service', when: 'labels.service != ""', by: ['cluster', 'service'], window: '1h', failures: 0 },
    { name: 'rest', when: '', by: [], key: 'labels.team', reopenWindow: '5m', failures: 3, lastFailure: 'too dear' },
  ],
  severity: [
    { name: 'spread', when: 'services > 1', severity: 'up', reason: 'It spreads.', builtIn: true, failures: 0 },
  ],
  services: [{ name: 'cart', namespace: 'shop', tier: 'critical', team: 'web' }],
  flapping: { times: 4, windowSeconds: 3600 },
  warRoom: 'https://meet.example.com/{{.Number}}',
};

const outcome: RuleTrialResult = {
  groupKey: 'service=cart',
  groupingRule: 'one service',
  incident: 7,
  alertSeverity: 'P2',
  severity: 'P1',
  service: 'cart',
  tier: 'critical',
  rules: [
    { kind: 'grouping', name: 'one service', matched: true, used: true },
    { kind: 'grouping', name: 'rest', matched: true, used: false },
    { kind: 'severity', name: 'spread', matched: false, used: false },
    { kind: 'severity', name: 'wrong', matched: false, used: false, error: 'no such key' },
  ],
};

beforeEach(() => {
  config.bootData.user.orgRole = OrgRole.Admin;
  server.use(route('GET /rules', () => ({ body: { ...rules } })));
});

async function section() {
  return within(await screen.findByRole('region', { name: 'Rules' }));
}

describe('RulesSection', () => {
  it('says what each rule does and how it fares', async () => {
    renderApp('settings/rules');
    const shown = await section();

    expect(await shown.findByText('labels.service != ""')).toBeInTheDocument();
    expect(shown.getByText('cluster, service · a new one after 1h')).toBeInTheDocument();
    expect(shown.getByText('labels.team · opened again within 5m')).toBeInTheDocument();
    expect(shown.getByText(/did not match: 3. too dear/)).toBeInTheDocument();
    expect(shown.getByText('one level more, up to P1 · It spreads.')).toBeInTheDocument();
    expect(shown.getByText(/4 times within 60 minutes/)).toBeInTheDocument();
    expect(shown.getByText('https://meet.example.com/{{.Number}}')).toBeInTheDocument();
  });

  it('tries an alert', async () => {
    const seen: unknown[] = [];
    server.use(
      route('POST /rules/try', ({ body }) => {
        seen.push(body);
        return { body: { ...outcome } };
      })
    );
    const { user } = renderApp('settings/rules');
    const shown = await section();
    await user.click(await shown.findByText('Try the rules on an alert'));
    const labels = shown.getByRole('textbox', { name: /Labels of the alert/ });
    await user.clear(labels);
    await user.type(labels, 'nothing');
    expect(shown.getByRole('button', { name: 'Try the rules' })).toBeDisabled();
    await user.clear(labels);
    await user.type(labels, 'service=cart\nexpr=a=b');
    await user.type(shown.getByRole('textbox', { name: /Name of the source/ }), 'Main');
    await user.click(shown.getByRole('button', { name: 'Try the rules' }));

    const said = within(await shown.findByRole('status'));
    expect(seen).toEqual([{ labels: { service: 'cart', expr: 'a=b' }, annotations: {}, source: 'Main' }]);
    expect(said.getByText('service=cart')).toBeInTheDocument();
    expect(said.getByText('raised from P2', { exact: false })).toBeInTheDocument();
    expect(said.getByRole('link', { name: '#7' })).toBeInTheDocument();
    expect(said.getByText('one service: decides')).toBeInTheDocument();
    expect(said.getByText('rest: matches, but changes nothing')).toBeInTheDocument();
    expect(said.getByText('spread: does not match')).toBeInTheDocument();
    expect(said.getByText('wrong: no such key')).toBeInTheDocument();
  });

  it('says why there are no rules', async () => {
    const problem = {
      code: 'bad_settings',
      message: 'The rules are not in effect. Line 1, column 8.',
      field: 'jsonData.grouping[0].when',
    };
    server.use(route('GET /rules', () => refusal(503, problem)));
    renderApp('settings/rules');

    expect(await (await section()).findByText(/Line 1, column 8/)).toBeInTheDocument();
  });
});

describe('parsePairs', () => {
  it('takes lines of name=value', () => {
    expect(parsePairs(' a = 1\n\nb=c=d\ne=')).toEqual({ a: '1', b: 'c=d', e: '' });
    expect(parsePairs('')).toEqual({});
    expect(parsePairs('=x')).toBeUndefined();
    expect(parsePairs('x')).toBeUndefined();
  });
});
