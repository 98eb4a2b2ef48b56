// The neutral form as an expression of the Common Expression Language.

import { cutoff } from './times.mjs';

const text = JSON.stringify;

const WRITERS = {
  all: ({ of }, root) => of.map((one) => grouped(one, root)).join(' && '),
  any: ({ of }, root) => of.map((one) => grouped(one, root)).join(' || '),
  '=': ({ path, value }, root) => `${root}.${path} == ${text(value)}`,
  '>=': ({ path, value }, root) => `${root}.${path} >= ${double(value)}`,
  '>': ({ path, value }, root) => `${root}.${path} > ${double(value)}`,
  in: ({ path, values }, root) => `${root}.${path} in ${text(values)}`,
  endsWith: ({ path, value }, root) => `${root}.${path}.endsWith(${text(value)})`,
  within: ({ path, days }, root) => `${root}.${path} >= ${text(cutoff(days))}`,
  events: ({ where, count }, root) =>
    count === 1
      ? `${root}.xEvent.exists(e, ${cel(where, 'e')})`
      : `${root}.xEvent.filter(e, ${cel(where, 'e')}).size() >= ${count}`,
};

/** An expression over the variable `root`. */
export const cel = (condition, root = 'p') => WRITERS[condition.op](condition, root);

const grouped = (one, root) =>
  one.op === 'all' || one.op === 'any' ? `(${cel(one, root)})` : cel(one, root);

/** Numbers of JSON are doubles there. */
const double = (value) => value.toFixed(1);
