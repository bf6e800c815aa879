// What does not fit in a provisioning file of the plugin, with the line that it stands in.
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, isPair, isScalar, LineCounter, parseDocument } from 'yaml';
import { root } from './paths.mjs';

const validate = addFormats(new Ajv2020({ allErrors: true, strictTypes: false })).compile(
  JSON.parse(readFileSync(join(root, 'api', 'provisioning.schema.json'), 'utf8'))
);

// Grafana puts the environment in the place of $NAME, so nobody knows yet what will be there.
const fromEnvironment = (value) => typeof value === 'string' && /(^|[^$])\$\{?[A-Za-z_]/.test(value);

const steps = (pointer) =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

const fieldOf = (path) => path.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`)).join('').replace(/^\./, '');

const sentences = {
  additionalProperties: ({ params }) => `has no field ${params.additionalProperty}`,
  required: ({ params }) => `needs ${params.missingProperty}`,
  enum: ({ params }) => `must be one of ${params.allowedValues.map((value) => value || '(empty)').join(', ')}`,
  type: ({ params }) => `must be ${params.type}`,
};

function lineOf(document, counter, path) {
  for (let at = path.length; at > 0; at -= 1) {
    const holder = at === 1 ? document.contents : document.getIn(path.slice(0, at - 1), true);
    const key = isMap(holder) ? holder.items.find((pair) => isPair(pair) && isScalar(pair.key) && String(pair.key.value) === path[at - 1])?.key : holder?.items?.[Number(path[at - 1])];
    if (key?.range) {
      return counter.linePos(key.range[0]).line;
    }
  }
  return 1;
}

/** @returns {{line: number, field: string, message: string}[]} in the order of the lines */
export function problemsOf(text) {
  const counter = new LineCounter();
  const document = parseDocument(text, { uniqueKeys: true, lineCounter: counter });
  if (document.errors.length > 0) {
    return document.errors.map(({ message, linePos }) => ({ line: linePos?.[0].line ?? 1, field: '', message: message.split('\n')[0] }));
  }
  validate(document.toJS());
  const problems = (validate.errors ?? [])
    .filter(({ keyword }) => keyword !== 'anyOf')
    .map((error) => ({ path: steps(error.instancePath), error }))
    .filter(({ path }) => !fromEnvironment(document.getIn(path)))
    .map(({ path, error }) => {
      const at = error.keyword === 'additionalProperties' ? [...path, error.params.additionalProperty] : path;
      return { line: lineOf(document, counter, at), field: fieldOf(path), message: sentences[error.keyword]?.(error) ?? error.message };
    });
  return problems.sort((a, b) => a.line - b.line);
}
