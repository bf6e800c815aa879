// force timezone to UTC to allow tests to work regardless of local timezone
// generally used by snapshots, but can affect specific tests
process.env.TZ = 'UTC';

const base = require('./.config/jest.config');
const { moduleNames } = require('./src/test/packages');
const { grafanaESModules, nodeModulesToTransform } = require('./.config/jest/utils');

// Published as ES modules only.
const esModules = [
  ...grafanaESModules,
  '@react-hookz',
  '@ver0/deep-equal',
  'until-async',
  'rettime',
  'yaml',
  '@open-draft/deferred-promise',
];

module.exports = {
  // Jest configuration provided by Grafana scaffolding
  ...base,
  globalSetup: '<rootDir>/src/test/packages.js',
  moduleNameMapper: { ...base.moduleNameMapper, ...moduleNames },
  // A page with all its parts takes seconds on a busy machine.
  testTimeout: 30_000,
  testEnvironment: '<rootDir>/src/test/environment.js',
  // MSW has no build for the "browser" condition that jsdom asks for.
  testEnvironmentOptions: { customExportConditions: [''] },
  // The scaffold leaves .mjs out, which is what some packages resolve to under these conditions.
  transform: { '^.+\\.(mjs|[tj]sx?)$': Object.values(base.transform)[0] },
  transformIgnorePatterns: [nodeModulesToTransform(esModules)],
};
