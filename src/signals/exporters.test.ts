import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

import { exporterOf, exporterTitle } from './exporters';

const SIGNALS = join(__dirname, '../../catalog/signals');

function sourcesOfCatalog(): string[] {
  return readdirSync(SIGNALS, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .flatMap((name) => {
      const { providers } = parse(readFileSync(join(SIGNALS, name), 'utf8')) as {
        providers: { prometheus?: Array<{ source: string }> };
      };
      return (providers.prometheus ?? []).map(({ source }) => source);
    });
}

it('says of every exporter of the catalog what to install', () => {
  const unknown = [...new Set(sourcesOfCatalog())].filter((source) => !exporterOf(source)?.how());

  expect(sourcesOfCatalog().length).toBeGreaterThan(300);
  expect(unknown).toEqual([]);
});

it('knows a variant by the name before its suffix, the longest first', () => {
  expect(exporterTitle('kube-state-metrics-survives-node-loss')).toBe('kube-state-metrics');
  expect(exporterOf('kubelet-resource')?.how()).toContain('/metrics/resource');
  expect(exporterOf('ebpf_exporter-custom')).toBe(exporterOf('ebpf_exporter'));
  expect(exporterTitle('shop-orders')).toBe('shop-orders');
});
