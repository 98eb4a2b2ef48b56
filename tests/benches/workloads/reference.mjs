// The plain evaluator that says what every engine has to answer; it also counts conditions.

import { DAY, NOW } from './constants.mjs';

const TESTS = {
  '=': (found, { value }) => found === value,
  '>=': (found, { value }) => typeof found === 'number' && found >= value,
  '>': (found, { value }) => typeof found === 'number' && found > value,
  in: (found, { values }) => values.includes(found),
  endsWith: (found, { value }) => typeof found === 'string' && found.endsWith(value),
  within: (found, { days }) => {
    const age = NOW - Date.parse(found);
    return age >= 0 && age <= days * DAY;
  },
};

/** The truth of a predicate; `counter.conditions` grows by every condition that was looked at. */
export function holds(condition, subject, counter = { conditions: 0 }) {
  if (condition.op === 'all') return condition.of.every((one) => holds(one, subject, counter));
  if (condition.op === 'any') return condition.of.some((one) => holds(one, subject, counter));
  if (condition.op === 'events') {
    const found = (subject.xEvent ?? []).filter((event) => holds(condition.where, event, counter));
    return found.length >= condition.count;
  }
  counter.conditions += 1;
  return TESTS[condition.op](at(subject, condition.path), condition);
}

const at = (subject, path) => path.split('.').reduce((value, name) => value?.[name], subject);
