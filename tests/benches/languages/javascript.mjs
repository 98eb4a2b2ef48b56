// The neutral form as the JavaScript that a person would write by hand.

import { cutoff } from './times.mjs';

const WRITERS = {
  all: ({ of }, root) => of.map((one) => grouped(one, root)).join(' && '),
  any: ({ of }, root) => of.map((one) => grouped(one, root)).join(' || '),
  '=': ({ path, value }, root) => `${read(root, path)} === ${JSON.stringify(value)}`,
  '>=': ({ path, value }, root) => `${read(root, path)} >= ${value}`,
  '>': ({ path, value }, root) => `${read(root, path)} > ${value}`,
  // Twice as fast as a list or a `Set`: texts of JSON are compared by their address.
  in: ({ path, values }, root) => {
    const tests = values.map((one) => `it === ${JSON.stringify(one)}`);
    return `(it = ${read(root, path)}, ${tests.join(' || ')})`;
  },
  endsWith: ({ path, value }, root) =>
    `(${read(root, path)}?.endsWith(${JSON.stringify(value)}) ?? false)`,
  within: ({ path, days }, root) => `${read(root, path)} >= ${JSON.stringify(cutoff(days))}`,
  events: ({ where, count }, root) =>
    count === 1
      ? `(${read(root, 'xEvent')} ?? []).some((event) => ${javascript(where, 'event')})`
      : `(${read(root, 'xEvent')} ?? []).reduce(
          (found, event) => ${javascript(where, 'event')} ? found + 1 : found, 0) >= ${count}`,
};

/** The source of a function of a profile. */
export const body = (condition) => `let it; return ${javascript(condition)};`;

/** An expression over the variable `root`; it may use a variable `it`. */
const javascript = (condition, root = 'profile') => WRITERS[condition.op](condition, root);

const grouped = (one, root) =>
  one.op === 'all' || one.op === 'any' ? `(${javascript(one, root)})` : javascript(one, root);

const read = (root, path) => [root, ...path.split('.')].join('?.');
