import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backendRules, findings, frontendRules } from '../lib/forbidden.mjs';

for (const line of [
  'console.log(1);',
  'window.location.href = url;',
  'const a = <div dangerouslySetInnerHTML={x} />;',
  "import './style.css';",
  "import { Global } from '@emotion/react';",
  'confirm("sure?");',
  '// @ts-ignore',
  "window.open(url, '_blank');",
  "fetch('/api/ds/query');",
]) {
  test(`front end: ${line}`, () => assert.equal(findings(line, frontendRules).length, 1));
}

for (const line of ['fmt.Println("x")', 'os.ReadFile(name)', 'os.Getenv("HOME")', 'filepath.Walk(dir, f)', 'import "syscall"', '\t"os/exec"']) {
  test(`backend: ${line.trim()}`, () => assert.equal(findings(line, backendRules).length, 1));
}

test('what only looks alike is allowed', () => {
  const frontend = [
    '// console.log is forbidden here',
    'const confirmed = props.confirm();',
    "window.open(url, '_blank', 'noopener,noreferrer');",
    "const link = 'https://example.com'; locationService.push(link);",
    'showAlert(alert);',
  ].join('\n');
  assert.deepEqual(findings(frontend, frontendRules), []);
  assert.deepEqual(findings('os.Getenv("GF_PATHS_DATA")\nfmt.Sprintf("x")\nos.Exit(1)', backendRules), []);
});

test('a finding says the line', () => {
  assert.deepEqual(findings('one\n/* a\n b */\nfmt.Println(1)', backendRules), ['4: fmt.Print']);
});
