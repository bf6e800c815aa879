import { readdirSync, readFileSync } from 'fs';
import { join, resolve } from 'path';
import { parse } from 'yaml';

import { type Layer, type Signal } from '../api/types';

const CATALOG = resolve(__dirname, '../../catalog');

interface Layers {
  layers: Array<{ id: Layer; groups: Array<{ id: string; signals: string[] }> }>;
}

/** Every signal that is built in, as the backend serves it. */
export function catalogSignals(): Signal[] {
  const { layers }: Layers = parse(readFileSync(join(CATALOG, 'layers.yaml'), 'utf8'));
  return layers.flatMap(({ id: layer }) => {
    const folder = join(CATALOG, 'signals', layer);
    return readdirSync(folder).map((name): Signal => {
      const signal: Signal = parse(readFileSync(join(folder, name), 'utf8'));
      return { ...signal, layer, origin: 'catalog', enabled: true };
    });
  });
}
