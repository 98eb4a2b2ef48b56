// The rows and examples of from-json-logic.md: json-logic-js and the package give equal answers.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import { inRoot } from '../../pkg-config/setup/paths.mjs';
import { installPeers } from '../benches/run/peers.mjs';
import { importThere } from '../installed.mjs';
import { blocks, read } from './markdown.mjs';

await installPeers();
const jsonLogic = createRequire(inRoot('tests', 'benches', 'package.json'))('json-logic-js');
const { compile } = await importThere();
const page = read('src/docs/guides/from-json-logic.md');

/** Records with everything, for values. */
const COMPLETE = [
  {
    tier: 'gold',
    points: 600,
    email: 'joe@example.com',
    person: { name: 'Joe' },
    interests: ['hiking', 'music'],
    orders: [{ total: 30, skus: ['A'] }, { total: 80, skus: [] }],
  },
  {
    tier: 'silver',
    points: 250,
    nickname: 'J',
    email: 'ann@example.org',
    person: { name: 'Ann' },
    unsubscribed: true,
    interests: ['chess'],
    orders: [{ total: 60, skus: ['B', 'C'] }, { total: 90, skus: ['A'] }],
  },
  { points: 100, person: { name: 'Zoë' }, orders: [{ total: 1, skus: [] }] },
];
/** Records in which something is missing, null or empty, for conditions. */
const INCOMPLETE = [
  {},
  { tier: '', points: 50, email: 'x@y.z', interests: [], orders: [] },
  { tier: null, points: 500, unsubscribed: false, orders: [{ skus: ['A'] }, { total: 51 }] },
  { person: { name: 'Zoë' }, tier: 'gold', email: null },
];

/** `[rule, query]` of the rows below a heading. */
function rows(heading) {
  const section = page.split(`\n## ${heading}\n`)[1].split('\n## ')[0];
  return [...section.matchAll(/^\| `(\{.*\})` \| `(.*)` \|$/gm)].map(([, rule, query]) => [
    JSON.parse(rule),
    query,
  ]);
}

function agreeAsConditions(rule, query, records) {
  const compiled = compile(query);
  for (const record of records) {
    const wanted = jsonLogic.truthy(jsonLogic.apply(rule, record));
    assert.equal(compiled.matches(record), wanted, `${query} of ${JSON.stringify(record)}`);
  }
}

function agreeAsValues(rule, query, records) {
  const compiled = compile(query);
  for (const record of records) {
    const wanted = jsonLogic.apply(rule, record);
    assert.deepEqual(compiled.evaluate(record), wanted, `${query} of ${JSON.stringify(record)}`);
  }
}

test('the rows of conditions agree, whatever is missing', () => {
  const all = rows('Conditions');
  assert.ok(all.length >= 25, `${all.length} rows`);
  for (const row of all) agreeAsConditions(...row, [...COMPLETE, ...INCOMPLETE]);
});

test('the rows of values agree', () => {
  const all = rows('Values');
  assert.ok(all.length >= 15, `${all.length} rows`);
  for (const row of all) agreeAsValues(...row, COMPLETE);
});

test('the worked examples agree', () => {
  const all = blocks(page).filter(({ heading }) => heading === 'Worked examples');
  assert.equal(all.length, 6);
  for (let at = 0; at < all.length; at += 2) {
    const [rule, query] = [JSON.parse(all[at].code), all[at + 1].code];
    agreeAsValues(rule, query, [...COMPLETE, ...INCOMPLETE]);
  }
});

test('every operator of json-logic-js stands in a table', () => {
  const source = read('tests/benches/node_modules/json-logic-js/logic.js');
  const table = source.match(/operations = \{([^]*?)\n {2}\};/)[1];
  const listed = [...table.matchAll(/^ {4}"(\S+)": function/gm)].map(([, name]) => name);
  const own = [...source.matchAll(/op === "(\w+)"/g)].map(([, name]) => name);
  const cells = page.split('\n').filter((line) => line.startsWith('|')).join('\n');
  assert.ok(listed.length > 20 && own.length >= 8);
  for (const name of [...listed, ...own]) {
    assert.ok(cells.includes(`"${name}"`) || cells.includes(`\`${name}\``), name);
  }
});
