import { type GrafanaConfig, locationUtil } from '@grafana/data';

import { belowSubPath } from './markdownLinks';

it('puts the sub-path before paths of this Grafana, and nothing else', () => {
  locationUtil.initialize({
    config: { appSubUrl: '/sub' } as GrafanaConfig,
    getVariablesUrlParams: () => ({}),
    getTimeRangeForUrl: () => ({ from: 'now-1h', to: 'now' }),
  });

  expect(belowSubPath('see\n\n- [a \\[b\\]](</d/x?from=1&to=2>)\n- [c](/explore) and [d](https://x.example/y)')).toBe(
    'see\n\n- [a \\[b\\]](</sub/d/x?from=1&to=2>)\n- [c](/sub/explore) and [d](https://x.example/y)'
  );
  expect(belowSubPath('[e](//evil.example) /d/x (/y)')).toBe('[e](//evil.example) /d/x (/y)');
});
