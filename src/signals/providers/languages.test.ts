import { type ProviderId, type Signal, type Visualisation } from '../../api/types';
import { catalogSignals } from '../../test/catalog';
import { partsOf } from '../../test/languages';
import { stagesOf } from '../../test/pipes';

const SIGNALS = catalogSignals();

/** The signals that a provider has a query for: id, the query, and how its answer is drawn. */
function asked<Id extends ProviderId>(
  id: Id,
  textOf: (provider: NonNullable<Signal['providers'][Id]>) => string | undefined
): Array<[string, string, Visualisation]> {
  return SIGNALS.flatMap((signal) => {
    const provider = signal.providers[id];
    const text = provider && textOf(provider);
    const own = provider && 'visualisation' in provider ? provider.visualisation : undefined;
    return text ? [[signal.id, text, own ?? signal.visualisation]] : [];
  });
}

describe('LogQL', () => {
  const queries = asked('loki', ({ expr }) => expr);
  const filled = (expr: string) => expr.replace(/\$__\w+/g, '5m').replace(/\$\w+/g, '.*');
  const parse = (expr: string) => partsOf('LogQL', filled(expr));

  it('is there', () => {
    expect(queries.length).toBeGreaterThan(50);
  });

  it.each(queries)('of %s is understood: lines for a log panel, numbers for all others', (_, expr, visualisation) => {
    const kinds = parse(expr).map(({ kind }) => kind);

    expect(kinds.includes('MetricExpr')).toBe(visualisation !== 'logs');
  });

  /** Loki refuses a selector whose matchers all take a stream without the label. */
  it.each(queries)('of %s selects streams by a label that must be there', (_, expr) => {
    const selectors = parse(expr).filter(({ kind }) => kind === 'Selector');

    expect(selectors.length).toBeGreaterThan(0);
    expect(selectors.filter(({ text }) => !matchersOf(text).some(needsLabel))).toEqual([]);
  });

  it.each<[string, (expr: string) => string]>([
    ['its last bracket', (expr) => expr.replace(/\)$/, '')],
    ['the end of its selector', (expr) => expr.replace('}', '')],
    ['the quotes of a value', (expr) => expr.replace(/=~?"([^"]*)"/, '=$1')],
    ['a comma between matchers', (expr) => expr.replace(/", */, '" ')],
    ['the name of a label', (expr) => expr.replace(/\{\w+/, '{')],
    ['what a pipe leads to', (expr) => expr.replace(/\| (json|logfmt)(?= )/, '| |')],
    ['the time of a range', (expr) => expr.replace(/\[(\$__\w+|\d+[mh])\]/, '[]')],
    ['the name of a function', (expr) => expr.replace(/count_over_time|rate\(/, 'count_over_tim(')],
  ])('is not understood without %s', (_, broken) => {
    const changed = queries.map(([id, expr]) => [id, expr, broken(expr)]).filter(([, expr, text]) => text !== expr);
    const taken = changed.filter(([, , text = '']) => {
      try {
        return parse(text).length > 0;
      } catch {
        return false;
      }
    });

    expect(changed.length).toBeGreaterThan(10);
    expect(taken).toEqual([]);
  });
});

interface Matcher {
  op: string;
  value: string;
}

function matchersOf(selector: string): Matcher[] {
  return [...selector.matchAll(/(=~|!~|!=|=)\s*"([^"]*)"/g)].map(([, op = '', value = '']) => ({ op, value }));
}

function needsLabel({ op, value }: Matcher): boolean {
  const takesEmpty = op.endsWith('~') ? new RegExp(`^(?:${value})$`).test('') : value === '';
  return op.startsWith('!') ? takesEmpty : !takesEmpty;
}

const OVER_TIME: readonly Visualisation[] = ['timeseries', 'statetimeline', 'heatmap'];

describe('SPL', () => {
  const queries = asked('splunk', ({ spl }) => spl);
  const GENERATING = /^(tstats|mstats|makeresults|inputlookup|rest|from|metadata)\b/;
  const COMMANDS =
    /^(append|bin|chart|convert|dedup|delta|eval|eventstats|fields|fillnull|foreach|head|join|lookup|makemv|mvexpand|predict|rare|regex|rename|rex|search|sort|spath|stats|streamstats|table|timechart|top|transaction|where|xyseries)\b/;

  it.each(queries)('of %s is a chain of known commands, with a time where it is drawn over time', (_, spl, drawn) => {
    const [first = '', ...others] = stagesOf(spl, '"');

    expect(GENERATING.test(first)).toBe(spl.trimStart().startsWith('|'));
    expect(others.filter((stage) => !COMMANDS.test(stage))).toEqual([]);
    if (OVER_TIME.includes(drawn)) {
      expect(spl).toMatch(/\btimechart\b|\bby _time\b|\bspan=|\| table _time\b/);
    }
  });
});

describe('DQL', () => {
  const queries = asked('dynatrace', ({ dql }) => dql);
  const COMMANDS =
    /^(append|data|dedup|expand|fetch|fields|fieldsAdd|fieldsKeep|fieldsRemove|fieldsRename|filter|filterOut|join|limit|lookup|makeTimeseries|parse|smartscapeNodes|sort|summarize|timeseries)\b/;
  const SOURCES = /^(fetch|timeseries|smartscapeNodes|data)\b/;

  it.each(queries)('of %s is a chain of known commands that begins with a source', (_, dql) => {
    const [first = '', ...others] = stagesOf(dql, '"`');

    expect(first).toMatch(SOURCES);
    expect(others.filter((stage) => !COMMANDS.test(stage) || SOURCES.test(stage))).toEqual([]);
  });

  it.each(asked('dynatrace', ({ dql, metricSelector }) => (metricSelector === undefined ? dql : undefined)))(
    'of %s has a time where it is drawn over time',
    (_, dql, drawn) => {
      expect(!OVER_TIME.includes(drawn) || /\btimeseries\b|\bmakeTimeseries\b|\bbin\(/.test(dql)).toBe(true);
    }
  );

  it.each(asked('dynatrace', ({ metricSelector }) => metricSelector))(
    'has a metric selector for %s that is whole',
    (_, selector) => {
      expect(stagesOf(selector, '"')).toEqual([selector.trim()]);
      expect(selector).toMatch(/^\(*(builtin|ext|calc|com\.\w+):[\w.]+/);
      expect(selector).not.toMatch(/::|:$|,,|\(,/);
    }
  );
});

describe('stagesOf', () => {
  it('takes pipes apart that stand outside of texts and brackets', () => {
    expect(stagesOf('a "x|y" | b [| c] | d(e|f)', '"')).toEqual(['a "x|y"', 'b [| c]', 'd(e|f)']);
    expect(stagesOf('| a "\\"|" | b', '"')).toEqual(['a "\\"|"', 'b']);
  });

  it.each(['a | | b', 'a |', '|', '', 'a (b', 'a b)', 'a [b)', 'a "b', 'a ("b)" | c'])('refuses %j', (text) => {
    expect(() => stagesOf(text, '"')).toThrow();
  });
});
