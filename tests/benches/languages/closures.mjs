// The neutral form as closures, the fastest JavaScript that needs no code from text.

import { cutoff } from './times.mjs';

const MAKERS = {
  all: ({ of }) => every(of.map(closure)),
  any: ({ of }) => some(of.map(closure)),
  '=': ({ path, value }) => {
    const get = getter(path);
    return (subject) => get(subject) === value;
  },
  '>=': ({ path, value }) => {
    const get = getter(path);
    return (subject) => get(subject) >= value;
  },
  '>': ({ path, value }) => {
    const get = getter(path);
    return (subject) => get(subject) > value;
  },
  in: ({ path, values }) => {
    const get = getter(path);
    const known = new Set(values);
    return (subject) => known.has(get(subject));
  },
  endsWith: ({ path, value }) => {
    const get = getter(path);
    return (subject) => get(subject)?.endsWith(value) ?? false;
  },
  within: ({ path, days }) => MAKERS['>=']({ path, value: cutoff(days) }),
  events: ({ where, count }) => {
    const test = closure(where);
    return (subject) => {
      let found = 0;
      for (const event of subject.xEvent ?? []) {
        if (test(event) && (found += 1) >= count) return true;
      }
      return false;
    };
  },
};

/** A function that takes a profile or, inside `events`, an event. */
export const closure = (condition) => MAKERS[condition.op](condition);

function every(tests) {
  if (tests.length === 2) return both(...tests);
  return (subject) => {
    for (let i = 0; i < tests.length; i += 1) if (!tests[i](subject)) return false;
    return true;
  };
}

const both = (one, other) => (subject) => one(subject) && other(subject);

function some(tests) {
  return (subject) => {
    for (let i = 0; i < tests.length; i += 1) if (tests[i](subject)) return true;
    return false;
  };
}

/** Paths are mostly short: one function for each length saves a loop. */
function getter(path) {
  const [a, b, c, d] = path.split('.');
  if (d !== undefined) return (subject) => subject?.[a]?.[b]?.[c]?.[d];
  if (c !== undefined) return (subject) => subject?.[a]?.[b]?.[c];
  if (b !== undefined) return (subject) => subject?.[a]?.[b];
  return (subject) => subject?.[a];
}
