import i18n from '@grafana/i18n/eslint-plugin';
import { defineConfig } from 'eslint/config';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import sonarjs from 'eslint-plugin-sonarjs';
import baseConfig from './.config/eslint.config.mjs';

/** What Grafana's plugin review rejects, and what would let markup of a sender into the page. */
const forbiddenSyntax = [
  {
    selector: "MemberExpression[object.name='console']",
    message: 'The console is not for users: show an error, or leave it out.',
  },
  { selector: "MemberExpression[object.name='window'][property.name='location']", message: 'Use locationService.' },
  {
    selector: "MemberExpression[object.name='window'][property.name='grafanaBootData']",
    message: 'Use config of @grafana/runtime.',
  },
  {
    selector: "JSXOpeningElement[name.name=/^(Multi)?Combobox$/] > JSXAttribute[name.name='aria-label']",
    message: 'Grafana before 13.2 drops it: name the field by a label of its id, as HiddenLabel.',
  },
  {
    selector: 'Literal[value=/\\/api\\/ds\\/query/]',
    message: 'Ask the data source through getDataSourceSrv or scenes.',
  },
];

export default defineConfig([
  {
    ignores: [
      '**/node_modules/',
      // The scaffold's own files, which an update of create-plugin replaces.
      '.config/',
      '**/dist/',
      'coverage/',
      '**/artifacts/',
      '**/.eslintcache',
      '.strata/',
      'test-results/',
      'playwright-report/',
      'blob-report/',
      'playwright/.cache/',
      'playwright/.auth/',
      'src/api/schema.gen.ts',
    ],
  },
  ...baseConfig,
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { sonarjs },
    rules: {
      'sonarjs/cognitive-complexity': ['error', 11],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ...jsxA11y.flatConfigs.recommended,
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { '@grafana/i18n': i18n },
    rules: {
      'react/no-danger': 'error',
      'no-alert': 'error',
      'no-restricted-syntax': ['error', ...forbiddenSyntax],
      '@grafana/i18n/no-untranslated-strings': 'error',
      '@grafana/i18n/no-translation-top-level': 'error',
      '@typescript-eslint/no-deprecated': 'error',
    },
  },
  {
    files: ['src/**/*.test.{ts,tsx}', 'src/test/**/*.{ts,tsx}'],
    rules: { '@grafana/i18n/no-untranslated-strings': 'off' },
  },
]);
