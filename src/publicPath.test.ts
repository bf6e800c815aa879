import { appPath } from './publicPath';

describe('the place of scripts that a nested plugin loads later', () => {
  it.each([
    ['public/plugins/strata-incidents-datasource/', 'public/plugins/strata-sre-app/'],
    [
      'https://g.example/sub/public/plugins/strata-triage-panel/',
      'https://g.example/sub/public/plugins/strata-sre-app/',
    ],
    [
      'https://cdn.example/strata-sre-app/1.2.0/public/plugins/strata-sre-app/datasource/',
      'https://cdn.example/strata-sre-app/1.2.0/public/plugins/strata-sre-app/',
    ],
    ['public/plugins/strata-sre-app/', 'public/plugins/strata-sre-app/'],
  ])('%s', (nested, app) => {
    expect(appPath(nested)).toBe(app);
  });
});
