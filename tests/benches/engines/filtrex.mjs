// filtrex, which compiles by `new Function`; arrays of events are beyond it.

import { compileExpression } from 'filtrex';

import { onePredicateAtATime } from './objects.mjs';

const text = JSON.stringify;

const WRITERS = {
  all: ({ of }) => of.map(filtrex).join(' and '),
  any: ({ of }) => `(${of.map(filtrex).join(' or ')})`,
  '=': ({ path, value }) => `${field(path)} == ${text(value)}`,
  '>=': ({ path, value }) => `${field(path)} >= ${value}`,
  '>': ({ path, value }) => `${field(path)} > ${value}`,
  in: ({ path, values }) => `${field(path)} in (${values.map(text).join(', ')})`,
  endsWith: ({ path, value }) => `endsWith(${field(path)}, ${text(value)}) == 1`,
};

const filtrex = (condition) => `(${WRITERS[condition.op](condition)})`;

const field = (path) => path.split('.').reverse().join(' of ');

const OPTIONS = {
  extraFunctions: { endsWith: (value, suffix) => Number(value.endsWith(suffix)) },
};

/** Its answers are 0 and 1, or an error as a value. */
export const open = () =>
  onePredicateAtATime((condition) => {
    const evaluate = compileExpression(filtrex(condition), OPTIONS);
    return (profile) => Boolean(evaluate(profile));
  });
