// `pql-edge convert`: text to pql/json, and back.

import { convert as converted } from '../node.js';
import { NEGATIVE, OK } from './problem.js';
import { refused } from './render.js';
import { EXPRESSION, FILES, ONE } from './rows.js';
import { sourcesOf, textFor } from './source.js';

export const convert = {
  name: 'convert',
  summary: 'turn PQL text into pql/json, and pql/json into text',
  operand: ONE,
  files: 1,
  options: {
    expression: EXPRESSION,
    json: { help: 'the expression as definitions hold it: { type, format, value }' },
  },
  about: `
    ${FILES}

    A definition comes out as a definition with the other format inside, many of them one on a
    line.`,
  examples: [
    [`convert -e 'loyalty.points > 1000'`, 'the tree of a text'],
    ['convert definitions.json > trees.ndjson', 'all definitions of a response, one on a line'],
  ],
  exits: { 1: 'a query is not PQL' },
  run,
};

async function run(call) {
  for (const source of await sourcesOf(call)) call.print(`${other(source, call.options)}\n`);
  return OK;
}

function other({ query, name }, { json }) {
  try {
    const expression = converted(query);
    if (typeof query === 'string') return json ? JSON.stringify(expression) : expression.value;
    return JSON.stringify('expression' in query ? { ...query, expression } : expression);
  } catch (error) {
    throw refused(error, { text: textFor(query), name, status: NEGATIVE });
  }
}
