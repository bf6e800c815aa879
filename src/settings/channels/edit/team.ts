import { isEqual } from 'lodash';

import {
  type ChannelSettings,
  type ContactSettings,
  type RotationSettings,
  type TeamSettings,
} from '../../../api/appSettings';

const ROTATION = 'rotation:';

/** Puts an item in the place of another one; an index of -1 is the end. */
function put<T>(list: T[], index: number, item: T): T[] {
  return index < 0 ? [...list, item] : list.map((other, i) => (i === index ? item : other));
}

/** One place up (-1) or down (1); at an end nothing happens. */
export function move<T>(list: T[], index: number, by: -1 | 1): T[] {
  const to = index + by;
  const [item, other] = [list[index], list[to]];
  return item === undefined || other === undefined
    ? list
    : list.map((one, i) => (i === index ? other : i === to ? item : one));
}

export function without<T>(list: T[], index: number): T[] {
  return list.filter((_, i) => i !== index);
}

/** `external`: people outside read it. */
export function putChannel(team: TeamSettings, index: number, channel: ChannelSettings, external: boolean) {
  const old = team.channels[index]?.name;
  const channels = put(team.channels, index, channel);
  const others = team.externalChannels.filter(
    (name) => name !== channel.name && (name !== old || isNamed(channels, name))
  );
  return {
    ...team,
    channels,
    externalChannels: external ? [...others, channel.name] : others,
  };
}

export function removeChannel(team: TeamSettings, index: number): TeamSettings {
  const gone = team.channels[index]?.name;
  const channels = without(team.channels, index);
  return {
    ...team,
    channels,
    externalChannels: team.externalChannels.filter((name) => name !== gone || isNamed(channels, name)),
  };
}

/** Two channels may have one name by mistake; what belongs to the name is then not only this one's. */
export function isNamed(channels: ChannelSettings[], name: string): boolean {
  return channels.some((channel) => channel.name === name);
}

/** Where channels and rotations name the contact, the new login stands afterwards. */
export function putContact(team: TeamSettings, index: number, contact: ContactSettings): TeamSettings {
  const old = team.contacts[index]?.login;
  const rename = renamer(old, contact.login);
  return {
    ...team,
    contacts: put(team.contacts, index, contact),
    channels: retold(team.channels, rename),
    rotations: team.rotations.map((rotation) => ({
      ...rotation,
      ...(rotation.members && { members: rotation.members.map(rename) }),
      ...(rotation.overrides && {
        overrides: rotation.overrides.map((one) => ({ ...one, login: rename(one.login) })),
      }),
    })),
  };
}

/** Where channels name the rotation, the new name stands afterwards. */
export function putRotation(team: TeamSettings, index: number, rotation: RotationSettings): TeamSettings {
  const old = team.rotations[index]?.name;
  const plain = renamer(old, rotation.name);
  const marked = renamer(old && ROTATION + old, ROTATION + rotation.name);
  return {
    ...team,
    rotations: put(team.rotations, index, rotation),
    channels: retold(team.channels, (entry) => marked(plain(entry))),
  };
}

function retold(channels: ChannelSettings[], rename: (entry: string) => string): ChannelSettings[] {
  return channels.map((channel) => (channel.to ? { ...channel, to: channel.to.map(rename) } : channel));
}

/** The backend finds logins whatever their case. */
function renamer(from: string | undefined, to: string): (entry: string) => string {
  return (entry) => (from !== undefined && entry.toLowerCase() === from.toLowerCase() ? to : entry);
}

/** Whom channels can name: contacts, then rotations. */
export function recipients({ contacts, rotations }: TeamSettings): Array<{ value: string; label: string }> {
  return [...people(contacts), ...rotations.map(({ name }) => ({ value: ROTATION + name, label: ROTATION + name }))];
}

export function people(contacts: ContactSettings[]): Array<{ value: string; label: string }> {
  return contacts.map(({ login, name }) => ({ value: login, label: name ? `${login} (${name})` : login }));
}

/** Where an item stands by now: the very same one, else the one of its name; -1 when it is gone, or never was there. */
export function placeOf<T extends object>(list: T[], old: T | undefined, key: keyof T): number {
  if (!old) {
    return -1;
  }
  const same = list.findIndex((item) => isEqual(item, old));
  return same >= 0 ? same : list.findIndex((item) => item[key] === old[key]);
}
