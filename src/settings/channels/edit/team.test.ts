import { type AppSettings, type TeamSettings } from '../../../api/appSettings';
import { channelOf, secretsOf, valuesOf } from './channelValues';
import { newOverride, rotationOf, rotationValues } from './rotationValues';
import { move, placeOf, putChannel, putContact, putRotation, recipients, removeChannel } from './team';

const team: TeamSettings = {
  channels: [
    { name: 'ops', kind: 'slack', to: ['rotation:shop', 'Ann', 'shop'] },
    { name: 'press', kind: 'webhook', url: 'https://press.example.com/' },
  ],
  contacts: [{ login: 'ann', name: 'Ann' }, { login: 'bob' }],
  rotations: [
    {
      name: 'shop',
      members: ['ann', 'bob'],
      start: '2026-01-05',
      overrides: [{ from: '2026-02-02T08:00:00Z', until: '2026-02-03T08:00:00Z', login: 'ann' }],
    },
  ],
  externalChannels: ['press'],
  allowedHosts: [],
  proxyUrl: '',
  caCertificates: '',
  rootUrl: '',
};

const settings = (secureJsonFields: Record<string, boolean>): AppSettings => ({
  enabled: true,
  pinned: true,
  jsonData: {},
  secureJsonFields,
});

describe('team', () => {
  it('renames a contact and a rotation wherever channels and rotations name them', () => {
    const renamed = putContact(team, 0, { login: 'anna' });
    expect(renamed.rotations[0]).toMatchObject({ members: ['anna', 'bob'], overrides: [{ login: 'anna' }] });
    expect(renamed.channels[0]?.to).toEqual(['rotation:shop', 'anna', 'shop']);
    const rotation = { name: 'store', members: ['ann'], start: '2026-01-05' };
    expect(putRotation(team, 0, rotation).channels[0]?.to).toEqual(['rotation:store', 'Ann', 'store']);
  });

  it('keeps the list of external channels', () => {
    const press = { name: 'public', kind: 'webhook' } as const;
    expect(putChannel(team, 1, press, true).externalChannels).toEqual(['public']);
    expect(putChannel(team, 1, press, false).externalChannels).toEqual([]);
    expect(putChannel(team, -1, press, true)).toMatchObject({
      channels: { length: 3 },
      externalChannels: ['press', 'public'],
    });
    expect(removeChannel(team, 1)).toMatchObject({ channels: [{ name: 'ops' }], externalChannels: [] });
  });

  it('moves within a list only, and finds where an item is by now', () => {
    expect(move([1, 2, 3], 2, -1)).toEqual([1, 3, 2]);
    expect(move([1, 2, 3], 0, -1)).toEqual([1, 2, 3]);
    expect(move([1, 2, 3], 2, 1)).toEqual([1, 2, 3]);
    const [ann, bob] = team.contacts;
    expect(placeOf([{ login: 'new' }, ...team.contacts], bob, 'login')).toBe(2);
    expect(placeOf([{ login: 'ann', email: 'a@example.com' }], ann, 'login')).toBe(0);
    expect(placeOf(team.contacts, { login: 'gone' }, 'login')).toBe(-1);
    expect(placeOf(team.contacts, undefined, 'login')).toBe(-1);
  });

  it('offers contacts, then rotations', () => {
    expect(recipients(team).map(({ value }) => value)).toEqual(['ann', 'bob', 'rotation:shop']);
  });
});

describe('values of a channel', () => {
  it('come back as they were, without what belongs to another kind', () => {
    const mail = {
      name: 'mail',
      kind: 'email',
      host: 'm.example.com',
      port: 2525,
      tls: 'none',
      from: 'a@example.com',
      to: ['ann'],
    } as const;
    const values = valuesOf(team, { ...mail, to: [...mail.to] });
    expect(channelOf(values)).toEqual(mail);
    expect(channelOf({ ...values, kind: 'slack' })).toEqual({ name: 'mail', kind: 'slack', to: ['ann'] });
  });

  it('send only secrets that were typed; with another name the old ones are emptied', () => {
    const values = valuesOf(team, team.channels[0]);
    const have = settings({ 'channelUrl.ops': true, 'channelSecret.ops': false, 'channelSecret.new': true });
    expect(secretsOf(values, 'ops', have)).toEqual({});
    expect(secretsOf({ ...values, secret: ' key ' }, 'ops', have)).toEqual({ 'channelSecret.ops': 'key' });
    expect(secretsOf({ ...values, name: 'new', secretUrl: 'https://x' }, 'ops', have)).toEqual({
      'channelUrl.ops': '',
      'channelUrl.new': 'https://x',
      'channelSecret.new': '',
    });
    expect(secretsOf({ ...values, name: 'new' }, undefined, have)).toEqual({ 'channelSecret.new': '' });
  });
});

describe('values of a rotation', () => {
  it('come back as they were', () => {
    for (const rotation of [
      {
        name: 'a',
        members: ['ann'],
        start: '2026-01-05',
        every: 'weekly',
        at: '08:30',
        weekday: 'tuesday',
        timeZone: 'Europe/Vienna',
      },
      { name: 'b', members: [], start: '2026-01-05T09:00:00+01:00', every: 'daily' },
      { name: 'c', members: ['ann'], start: '2026-01-05', every: '12h' },
    ]) {
      expect(rotationOf(rotationValues(rotation, 0))).toEqual(rotation);
    }
    expect(rotationOf(rotationValues({ name: 'd', members: [], start: '2026-01-05', every: '36h30m' }, 0)).every).toBe(
      '36.5h'
    );
    expect(rotationOf(rotationValues({ name: 'e', members: [], start: '2026-01-05', every: 'often' }, 0)).every).toBe(
      'often'
    );
  });

  it('have times of stand-ins by the clocks of the rotation, on both sides of a change of the clocks', () => {
    const overrides = [
      { from: '2026-03-28T08:00:00.000Z', until: '2026-03-29T07:00:00.000Z', login: 'bob' },
      { from: 'tomorrow', until: '2026-10-26T08:00:00.000Z', login: 'bob' },
    ];
    const rotation = { name: 'a', members: [], start: '2026-01-05', timeZone: 'Europe/Vienna', overrides };
    const values = rotationValues(rotation, 0);
    expect(values.overrides.map(({ from, until }) => [from, until])).toEqual([
      ['2026-03-28T09:00', '2026-03-29T09:00'],
      ['tomorrow', '2026-10-26T09:00'],
    ]);
    expect(rotationOf(values).overrides).toEqual(overrides);
  });

  it('begin a stand-in at the next full hour', () => {
    expect(newOverride('Asia/Tokyo', Date.parse('2026-01-05T10:10:00Z'))).toEqual({
      from: '2026-01-05T20:00',
      until: '2026-01-06T04:00',
      login: '',
    });
  });
});
