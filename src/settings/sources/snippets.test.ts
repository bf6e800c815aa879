import { parse } from 'yaml';

import { aSource } from '../../test/fixtures';
import { alertmanagerPathReceiver, alertmanagerReceiver, grafanaContactPoint, pagerDutyEvent } from './snippets';

const source = aSource({ id: 'main' });
const url = 'https://grafana.example/sub/api/plugins/strata-sre-app/resources/ingest/main';

describe('snippets', () => {
  it('make a contact point that Grafana can be provisioned with', () => {
    const [contact] = parse(grafanaContactPoint(source, 'st_x: "y"')).contactPoints;

    expect(contact.receivers[0]).toMatchObject({
      type: 'webhook',
      settings: { url, authorization_scheme: 'Bearer', headers: { 'X-Strata-Token': 'st_x: "y"' } },
    });
  });

  it('make a receiver for Alertmanager, with the token in a header or in the path', () => {
    const [byHeader] = parse(alertmanagerReceiver(source, 'st_x')).receivers[0].webhook_configs;
    const [byPath] = parse(alertmanagerPathReceiver(source, 'st_x')).receivers[0].webhook_configs;

    expect(byHeader).toMatchObject({
      url,
      send_resolved: true,
      max_alerts: 1000,
      http_config: { authorization: { type: 'Bearer' }, http_headers: { 'X-Strata-Token': { secrets: ['st_x'] } } },
    });
    expect(byPath.url).toBe(`${url}/st_x`);
    expect(byPath.http_config.http_headers).toBeUndefined();
  });

  it('make an event for tools that speak the Events API v2', () => {
    const body = /-d '(.*)'/.exec(pagerDutyEvent(source, 'st_x'))?.[1] ?? '';

    expect(JSON.parse(body)).toMatchObject({
      routing_key: 'st_x',
      event_action: 'trigger',
      payload: { source: 'db-1' },
    });
    expect(pagerDutyEvent(source)).toContain(url);
  });

  it('say where the token goes when it is not known any more', () => {
    expect(alertmanagerReceiver(source)).toContain('<token of this source>');
  });
});
