import { catalogSignals } from '../../test/catalog';
import { type Language, matchesWhole, partsOf, unquote } from '../../test/languages';
import { STRANGE_VALUES } from '../../test/values';
import { fillScope, type Scope, SCOPE_NAMES } from '../scope';
import { ADAPTERS } from '.';

const TARGET = { uid: 'x', name: 'X', type: 'x', source: undefined };
const PLAIN = 'PLAIN';
const SIGNALS = catalogSignals();

const scopeOf = (...values: string[]): Scope => Object.fromEntries(SCOPE_NAMES.map((name) => [name, values]));

/** The queries of all built-in signals for one provider, with the same values picked in every variable. */
function exprs(provider: 'prometheus' | 'loki', ...values: string[]): string[] {
  return SIGNALS.flatMap((signal) =>
    (ADAPTERS[provider].queries(signal, { targets: [TARGET], scope: scopeOf(...values) })?.queries ?? []).map(
      (query) => ('expr' in query && typeof query.expr === 'string' ? query.expr : '')
    )
  );
}

/** Grafana's data sources fill these in before they ask. */
const filled = (expr: string) =>
  expr.replace(/\$__(?:rate_interval|interval|auto|range)\b/g, '5m').replace(/\$__range_s\b/g, '3600');

const CASES: ReadonlyArray<{ provider: 'prometheus' | 'loki'; language: Language }> = [
  { provider: 'prometheus', language: 'PromQL' },
  { provider: 'loki', language: 'LogQL' },
];

describe.each(CASES)('the queries of the catalog for $provider', ({ provider, language }) => {
  const plain = exprs(provider, PLAIN).map((expr) => partsOf(language, filled(expr)));

  it.each(STRANGE_VALUES)('stay the same query when somebody picks %j', (value) => {
    expect(plain.length).toBeGreaterThan(20);
    exprs(provider, value).forEach((expr, index) => {
      const before = plain[index] ?? [];
      const after = partsOf(language, filled(expr));

      expect(after.map(({ kind }) => kind)).toEqual(before.map(({ kind }) => kind));
      before.forEach(({ kind, text }, at) => {
        const now = after[at]?.text ?? '';
        if (text.includes(PLAIN) && /^(StringLiteral|String)$/.test(kind)) {
          expectOnly(unquote(text), unquote(now), value);
        }
      });
    });
  });

  it('take what is picked, and several values, as alternatives', () => {
    exprs(provider, 'a.b', 'c|d').forEach((expr, index) => {
      const parts = partsOf(language, filled(expr));
      const literals = parts.filter((_, at) => /^["'`]PLAIN["'`]$/.test(plain[index]?.[at]?.text ?? ''));
      for (const { text } of literals) {
        expect(['a.b', 'c|d', 'axb', 'c', 'd'].filter((one) => matchesWhole(unquote(text), one))).toEqual([
          'a.b',
          'c|d',
        ]);
      }
    });
  });
});

/** A literal that is the value alone matches no other value; one with more around it matches what it did before. */
function expectOnly(before: string, after: string, value: string) {
  const others = before === PLAIN ? STRANGE_VALUES.filter((one) => one !== value) : [];
  const samples = [PLAIN, `${PLAIN}-0`, `x/${PLAIN}`, `${PLAIN}.default.svc`].filter((one) =>
    matchesWhole(before, one)
  );

  expect(samples.map((one) => one.replaceAll(PLAIN, () => value)).filter((one) => !matchesWhole(after, one))).toEqual(
    []
  );
  expect(others.filter((one) => matchesWhole(after, one))).toEqual([]);
}

describe('fillScope', () => {
  const TEMPLATES: ReadonlyArray<[string, Language, string]> = [
    ['double quotes', 'PromQL', 'up{service=~"$service"}'],
    ['single quotes', 'PromQL', "up{service=~'$service'}"],
    ['backticks', 'PromQL', 'up{service=~`$service`}'],
    ['a line filter', 'LogQL', '{app="shop"} |= "a\\"b" |~ `$service`'],
    ['a label format', 'LogQL', '{service_name=~"${service:regex}"} | json | label_format a="x"'],
  ];

  it.each(TEMPLATES)('keeps whatever is picked inside of %s', (_, language, template) => {
    for (const value of STRANGE_VALUES) {
      const parts = partsOf(language, fillScope(template, { service: [value] }));
      const plain = partsOf(language, fillScope(template, { service: [PLAIN] }));
      const at = plain.findIndex(({ kind, text }) => /^(StringLiteral|String)$/.test(kind) && text.includes(PLAIN));
      const regex = unquote(parts[at]?.text ?? '');

      expect(parts.map(({ kind }) => kind)).toEqual(plain.map(({ kind }) => kind));
      expect(STRANGE_VALUES.filter((one) => matchesWhole(regex, one))).toEqual([value]);
    }
  });

  it.each([{ service: [] }, {}, { service: { regex: '.*' } }])(
    'matches everything for %j, absent labels too',
    (scope) => {
      const literal = partsOf('PromQL', fillScope('up{service=~"$service"}', scope)).find(
        ({ kind }) => kind === 'StringLiteral'
      );

      expect(['', ...STRANGE_VALUES].every((one) => matchesWhole(unquote(literal?.text ?? '""'), one))).toBe(true);
    }
  );
});

describe('the scripts of the catalog for Pixie', () => {
  const scripts = SIGNALS.filter(({ providers: { pixie } }) => pixie?.pxl.includes('${service')).map((signal) => ({
    id: signal.id,
    scriptOf: (scope: Scope) => {
      const [query] = ADAPTERS.pixie.queries(signal, { targets: [TARGET], scope })?.queries ?? [];
      const body = query && 'queryBody' in query ? query.queryBody : undefined;
      return body && typeof body === 'object' && 'pxlScript' in body ? String(body.pxlScript) : '';
    },
  }));

  it.each(STRANGE_VALUES)('stay the same script when somebody picks %j', (value) => {
    expect(scripts.length).toBeGreaterThan(3);
    for (const { scriptOf } of scripts) {
      const plain = rawStrings(scriptOf({ service: [PLAIN] }));
      const now = rawStrings(scriptOf({ service: [value] }));

      expect(now.code).toBe(plain.code);
      plain.texts.forEach((before, at) => {
        if (before.includes(PLAIN)) {
          expectOnly(before, now.texts[at] ?? '', value);
        }
      });
    }
  });
});

/** The raw strings of a script, and the script without them. A raw string of Python ends at the first quote of its kind. */
function rawStrings(script: string): { texts: string[]; code: string } {
  const texts: string[] = [];
  const code = script.replace(/\br'([^'\r\n]*)'/g, (_, text: string) => {
    texts.push(text);
    return 'r';
  });
  return { texts, code };
}
