// The neutral form as JSON Logic; the time of the evaluation becomes a constant.

import { cutoff } from './times.mjs';

const variable = (path) => ({ var: path });

const WRITERS = {
  all: ({ of }) => ({ and: of.map(jsonLogic) }),
  any: ({ of }) => ({ or: of.map(jsonLogic) }),
  '=': ({ path, value }) => ({ '===': [variable(path), value] }),
  '>=': ({ path, value }) => ({ '>=': [variable(path), value] }),
  '>': ({ path, value }) => ({ '>': [variable(path), value] }),
  in: ({ path, values }) => ({ in: [variable(path), values] }),
  endsWith: ({ path, value }) => ({
    '===': [{ substr: [variable(path), -value.length] }, value],
  }),
  within: ({ path, days }) => ({ '>=': [variable(path), cutoff(days)] }),
  events: ({ where, count }) =>
    count === 1
      ? { some: [variable('xEvent'), jsonLogic(where)] }
      : { '>=': [counted({ filter: [variable('xEvent'), jsonLogic(where)] }), count] },
};

const counted = (items) => ({ reduce: [items, { '+': [1, variable('accumulator')] }, 0] });

export const jsonLogic = (condition) => WRITERS[condition.op](condition);
