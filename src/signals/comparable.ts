/**
 * Whether a value of one PromQL expression can be held against a threshold of the other: the same metrics,
 * through the same functions, both as ratios or both not. Labels, windows and `topk` do not matter, nor does what
 * only guards the condition (`… and …`) or fills gaps with 0 (`or 0 * …`).
 */
export function isComparable(expr: string, alertQuery: string): boolean {
  const [a, b] = [signature(expr), signature(alertQuery)];
  return a === b;
}

const KEYWORDS = new Set([
  'by',
  'without',
  'on',
  'ignoring',
  'group_left',
  'group_right',
  'bool',
  'or',
  'and',
  'unless',
  'offset',
]);
/** They choose series, and do not change values. */
const CHOOSING = new Set([
  'topk',
  'bottomk',
  'sort',
  'sort_desc',
  'sum',
  'max',
  'min',
  'avg',
  'clamp_min',
  'label_replace',
]);

function signature(expr: string): string {
  const core = withoutGuard(withoutText(expr));
  const metrics = new Set<string>();
  const functions = new Set<string>();
  for (const [, name = '', call] of core.matchAll(/([a-zA-Z_:][\w:]*)\s*(\()?/g)) {
    if (!KEYWORDS.has(name)) {
      (call ? functions : metrics).add(name);
    }
  }
  const shape = [...functions].filter((name) => !CHOOSING.has(name)).sort();
  return [[...metrics].sort(), shape, core.includes('/') ? 'ratio' : ''].join(';');
}

/** Leaves names, calls and operators: no strings, selectors, windows and lists of labels. */
function withoutText(expr: string): string {
  return expr
    .replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g, '')
    .replace(/\{[^{}]*\}|\[[^\]]*\]/g, '')
    .replace(/\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^()]*\)/g, '');
}

function withoutGuard(expr: string): string {
  let depth = 0;
  const trimmed = unwrap(expr);
  for (let at = 0; at < trimmed.length; at++) {
    const char = trimmed.charAt(at);
    depth += bracket(char);
    if (depth === 0 && /^\s(?:and|unless)\s/.test(trimmed.slice(at, at + 8))) {
      return trimmed.slice(0, at);
    }
  }
  return trimmed;
}

/** Without brackets that hold the whole, and without the call of a function that only chooses series. */
function unwrap(expr: string): string {
  const text = expr.trim();
  const inner = /^(?:topk\s*\(\s*\d+\s*,|bottomk\s*\(\s*\d+\s*,|\()(.*)\)$/s.exec(text)?.[1];
  return inner !== undefined && isBalanced(inner) ? unwrap(inner) : text;
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const char of text) {
    depth += bracket(char);
    if (depth < 0) {
      return false;
    }
  }
  return depth === 0;
}

function bracket(char: string): number {
  return Number(char === '(') - Number(char === ')');
}
