// GoRules' ZEN in wasm: the profile is carried over once, each expression is text every time.

import { readFileSync } from 'node:fs';

import { Variable, initSync } from '@gorules/zen-engine-wasm';

import { cutoff } from '../languages/times.mjs';
import { overObjects } from './objects.mjs';

const text = JSON.stringify;

const WRITERS = {
  all: ({ of }, root) => of.map((one) => grouped(one, root)).join(' and '),
  any: ({ of }, root) => of.map((one) => grouped(one, root)).join(' or '),
  '=': ({ path, value }, root) => `${root}${path} == ${text(value)}`,
  '>=': ({ path, value }, root) => `${root}${path} >= ${value}`,
  '>': ({ path, value }, root) => `${root}${path} > ${value}`,
  in: ({ path, values }, root) => `${root}${path} in ${text(values)}`,
  endsWith: ({ path, value }, root) => `endsWith(${root}${path}, ${text(value)})`,
  // It compares no texts; as dates they are numbers.
  within: ({ path, days }, root) => `date(${root}${path}) >= date(${text(cutoff(days))})`,
  events: ({ where, count }, root) =>
    count === 1
      ? `some(${root}xEvent, ${zen(where, '#.')})`
      : `count(${root}xEvent, ${zen(where, '#.')}) >= ${count}`,
};

const zen = (condition, root = '') => WRITERS[condition.op](condition, root);

const grouped = (one, root) =>
  one.op === 'all' || one.op === 'any' ? `(${zen(one, root)})` : zen(one, root);

export function open() {
  const here = import.meta.resolve('@gorules/zen-engine-wasm');
  initSync({ module: readFileSync(new URL('./dist/zen_engine_wasm_bg.wasm', here)) });
  return { one, set };
}

function one(condition) {
  const expression = zen(condition);
  return overObjects((profile) => on(profile, (it) => it.evaluateExpression(expression)));
}

function set(list) {
  const rules = list.map(({ id, condition }) => ({ id, expression: zen(condition) }));
  return overObjects((profile) =>
    on(profile, (variable) => {
      const found = rules.filter(({ expression }) => variable.evaluateExpression(expression));
      return found.map(({ id }) => id);
    }),
  );
}

function on(profile, use) {
  const variable = new Variable(profile);
  try {
    return use(variable);
  } finally {
    variable.free();
  }
}
