import { catalogSignals } from '../../test/catalog';
import { STRANGE_VALUES } from '../../test/values';
import { limitLucene, lucenePhrase } from './lucene';

/** The values of the phrases that a query begins with, as Lucene reads them; what follows is `rest`. */
function readPhrase(text: string): { value: string; rest: string } {
  const [whole, inner] = /^"((?:[^"\\]|\\[^])*)"/.exec(text) ?? [];
  if (whole === undefined || inner === undefined) {
    throw new Error(`Not a phrase: ${text}`);
  }
  const value = inner.replace(/\\u([0-9a-f]{4})|\\([^])/g, (_, code: string | undefined, char: string) =>
    code === undefined ? char : String.fromCharCode(parseInt(code, 16))
  );
  return { value, rest: text.slice(whole.length) };
}

/** Lucene knows no line breaks in a phrase, and Grafana's variables begin with a dollar sign. */
const readable = (value: string) => value.replaceAll('\n', ' ');

describe('a phrase', () => {
  it.each(STRANGE_VALUES)('stands for %j and ends where it ends', (value) => {
    const text = lucenePhrase(value);

    expect(readPhrase(text)).toEqual({ value: readable(value), rest: '' });
    expect(text).not.toMatch(/[\n$]/);
  });
});

describe('limitLucene', () => {
  const fields = { service: 'service.name', namespace: 'kubernetes.namespace' };

  it('asks the query as it is where everything is meant', () => {
    expect(limitLucene('level:error', fields, {})).toBe('level:error');
    expect(limitLucene('level:error', fields, { service: [], namespace: { regex: '.*' } })).toBe('level:error');
    expect(limitLucene('*', undefined, { service: ['cart'] })).toBe('*');
  });

  it('adds one clause per variable that has a field, around the whole query', () => {
    expect(limitLucene('a:1 OR b:2', fields, { service: ['cart'], node: ['n'] })).toBe(
      '(a:1 OR b:2) AND service.name:"cart"'
    );
    expect(limitLucene(' * ', fields, { service: ['a', 'b'], namespace: ['x'] })).toBe(
      'service.name:("a" OR "b") AND kubernetes.namespace:"x"'
    );
  });

  it('fills variables in the query itself', () => {
    expect(limitLucene('pod:$pod', {}, { pod: ['a/b'] })).toBe('pod:"a/b"');
    expect(limitLucene('pod:$pod', {}, {})).toBe('pod:*');
  });

  it.each([
    ['a/b', '/a\\/b/'],
    ['a\\/b', '/a\\/b/'],
    ['a\\\\/b', '/a\\\\\\/b/'],
    ['(a|b)(-[0-9]+)*', '/(a|b)(-[0-9]+)*/'],
  ])('keeps the expression %s inside of its slashes', (regex, written) => {
    expect(limitLucene('', fields, { service: { regex } })).toBe(`service.name:${written}`);
  });

  it('keeps whatever is picked inside of the queries of the catalog', () => {
    const scoped = catalogSignals().flatMap(({ providers: { elasticsearch: own } }) =>
      own?.scope?.service ? [own] : []
    );
    expect(scoped.length).toBeGreaterThan(10);
    for (const { query, scope = {} } of scoped) {
      for (const value of STRANGE_VALUES) {
        const whole = limitLucene(query, scope, { service: [value] });
        const clause = whole.slice(whole.lastIndexOf(`${scope.service ?? ''}:`) + `${scope.service ?? ''}:`.length);

        expect(whole.startsWith(query === '*' || query === '' ? `${scope.service ?? ''}:` : `(${query}) AND `)).toBe(
          true
        );
        expect(readPhrase(clause)).toEqual({ value: readable(value), rest: '' });
      }
    }
  });
});
