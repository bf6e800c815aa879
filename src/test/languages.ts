import { parser as logql } from '@grafana/lezer-logql';
import { parser as promql } from '@prometheus-io/lezer-promql';

const PARSERS = { PromQL: promql, LogQL: logql };

export type Language = keyof typeof PARSERS;

interface Part {
  /** What the grammar calls it. */
  kind: string;
  text: string;
}

/** The parts of a query in order, strings among them; throws where the grammar does not take it. */
export function partsOf(language: Language, text: string): Part[] {
  const parts: Part[] = [];
  PARSERS[language].parse(text).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) {
        throw new Error(`${language}: not understood at ${from}: ${text.slice(from, from + 20)} in ${text}`);
      }
      parts.push({ kind: type.name, text: text.slice(from, to) });
    },
  });
  return parts;
}

/** What a string literal of PromQL or LogQL stands for. */
export function unquote(literal: string): string {
  const inner = literal.slice(1, -1);
  return literal.startsWith('`') ? inner : inner.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char));
}

/** What PromQL's `=~` does: the expression has to match the whole value. */
export function matchesWhole(regex: string, value: string): boolean {
  return new RegExp(`^(?:${regex})$`, 's').test(value);
}
