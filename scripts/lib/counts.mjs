// Reads from the output of each kind of test runner how many tests passed and failed.

const sum = (text, pattern) => [...text.matchAll(pattern)].reduce((total, [, count]) => total + Number(count), 0);

/** Jest's closing lines: "Tests: 1 failed, 2 passed, 3 total"; suites that could not run count as failed. */
export function jestCounts(output) {
  const tests = /^Tests:.*$/m.exec(output)?.[0] ?? '';
  const broken = (output.match(/Test suite failed to run/g) ?? []).length;
  return { passed: sum(tests, /(\d+) passed/g), failed: sum(tests, /(\d+) failed/g) + broken };
}

/** Events of `go test -json`: tests with their subtests; packages that failed without a failed test count as one. */
export function goCounts(output) {
  const events = output.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  const tests = events.filter(({ Test }) => Test);
  const passed = tests.filter(({ Action }) => Action === 'pass').length;
  const failedTests = tests.filter(({ Action }) => Action === 'fail');
  const withFailures = new Set(failedTests.map(({ Package }) => Package));
  const brokenPackages = events.filter(({ Action, Test, Package }) => Action === 'fail' && !Test && !withFailures.has(Package));
  return { passed, failed: failedTests.length + brokenPackages.length };
}

/** What the failed tests of `go test -json` printed. */
export function goFailures(output) {
  const events = output.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  const key = ({ Package, Test = '' }) => `${Package} ${Test}`;
  const failed = new Set(events.filter(({ Action }) => Action === 'fail').map(key));
  const rest = output.split('\n').filter((line) => line && !line.startsWith('{'));
  return [...events.filter((event) => event.Output && failed.has(key(event))).map(({ Output }) => Output.trimEnd()), ...rest].join('\n');
}

/** Playwright's closing lines; tests that timed out, were interrupted or did not run count as failed. */
export function playwrightCounts(output) {
  const line = (word) => sum(output, new RegExp(`^ {2}(\\d+) ${word}`, 'gm'));
  return { passed: line('passed') + line('flaky'), failed: line('failed') + line('interrupted') + line('did not run') };
}

/** The closing line of our own checks: "N passed, N failed". */
export function ownCounts(output) {
  const match = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
  return { passed: Number(match?.[1] ?? 0), failed: Number(match?.[2] ?? 0) };
}

/** The closing comments of node's test runner in its TAP form. */
export function nodeCounts(output) {
  const line = (word) => sum(output, new RegExp(`^# ${word} (\\d+)$`, 'gm'));
  return { passed: line('pass'), failed: line('fail') + line('cancelled') };
}
