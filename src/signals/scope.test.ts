import { fillScope, replaceVariables, scopeRegex } from './scope';

describe('fillScope', () => {
  it('takes everything where nothing is picked', () => {
    expect(fillScope('up{cluster=~"$cluster",service=~"$service"}', { service: [] })).toBe(
      'up{cluster=~".*",service=~".*"}'
    );
  });

  it('escapes one value for the regular expression and for the string around it', () => {
    expect(fillScope('up{service=~"$service"}', { service: ['a.b"c'] })).toBe('up{service=~"a\\\\.b\\"c"}');
  });

  it('makes alternatives of several values', () => {
    expect(fillScope('up{service=~"$service"}', { service: ['a', 'b|c'] })).toBe('up{service=~"(a|b\\\\|c)"}');
  });

  it('keeps a value inside of whichever quotes it stands in', () => {
    const scope = { service: ['o\'neil`"\n'] };

    expect(fillScope("up{service=~'$service'}", scope)).toBe("up{service=~'o\\'neil`\"\\n'}");
    expect(fillScope('{a="x\\"y"} |~ `$service`', scope)).toBe('{a="x\\"y"} |~ `o\'neil\\x60"\\n`');
  });

  it('fills a regular expression as it is, but for the quotes', () => {
    expect(fillScope('up{instance=~"$instance"}', { instance: { regex: 'node-a|10\\.0\\.0\\.1(:\\d+)?' } })).toBe(
      'up{instance=~"node-a|10\\\\.0\\\\.0\\\\.1(:\\\\d+)?"}'
    );
  });

  it('leaves the variables of the data source, and words that only begin alike, alone', () => {
    const expr = 'rate(x{pod=~"($service).*",a="$services"}[$__rate_interval])';

    expect(fillScope(expr, { service: ['cart'] })).toBe('rate(x{pod=~"(cart).*",a="$services"}[$__rate_interval])');
  });
});

describe('replaceVariables', () => {
  it('knows the three ways to write a variable', () => {
    expect(replaceVariables('$pod ${pod} ${pod:regex} $other', (name) => name.toUpperCase())).toBe(
      'POD POD POD $other'
    );
  });
});

describe('scopeRegex', () => {
  it('escapes every character that means something in RE2', () => {
    expect(scopeRegex(['\\^$.*+?()[]{}|'])).toBe('\\\\\\^[$]\\.\\*\\+\\?\\(\\)\\[\\]\\{\\}\\|');
  });
});
