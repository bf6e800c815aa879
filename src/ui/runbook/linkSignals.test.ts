import { linkRunbooks, linkSignals } from './linkSignals';

const pathOf = (id: string) => (id === 'net-dns-latency' ? '/coverage?signal=net-dns-latency' : undefined);

test('names of signals become links, commands stay', () => {
  expect(linkSignals('Open `net-dns-latency`, then `dmesg`.', pathOf)).toBe(
    'Open [net-dns-latency](/coverage?signal=net-dns-latency), then `dmesg`.'
  );
});

test('other runbooks are linked by their whole address', () => {
  expect(linkRunbooks('See [Roll back](rollback) or [docs](https://example.com).', (id) => `/runbooks/${id}`)).toBe(
    'See [Roll back](/runbooks/rollback) or [docs](https://example.com).'
  );
});
