// The published truth tables: a few given fields, and what the expression makes of them.

import { isDeepStrictEqual } from 'node:util';

// Nothing in the tables depends on the time, so any fixed instant will do.
const NOW = 0;

/**
 * Rows of two published tables of `matches` that contradict the four others. The others agree on a
 * case-sensitive search, which is what we do; their own rows say whole-string or ignore case.
 */
const CONTRADICTIONS = [
  ['firstName matches "John"', 'JOHN'],
  ['person.firstName matches "(?i)john"', 'Johnny'],
  ['person.firstName matches "(?i)john"', 'UpJohn'],
];

/** Every row, sorted into those that hold, fail, contradict the rest or do not compile. */
export function truthTables({ compile }, lines) {
  const tables = lines.filter((line) => line.cases);
  const found = {
    tables: tables.length, rows: 0, held: 0, failed: [], contradictions: [],
  };
  for (const { expr, cases } of tables) {
    found.rows += cases.length;
    run(compile, expr, cases, found);
  }
  return found;
}

function run(compile, expr, cases, found) {
  let query;
  try {
    query = compile(expr);
    for (const { given, result } of cases) judge(query, expr, given, result, found);
  } catch (error) {
    found.failed.push({ expr, rows: cases.length, message: error.message });
  } finally {
    query?.free();
  }
}

function judge(query, expr, given, result, found) {
  const profile = nested(given);
  const actual = typeof result === 'boolean'
    ? query.matches(profile, { now: NOW })
    : query.evaluate(profile, { now: NOW });
  const row = { expr, given, expected: result, actual };
  if (isDeepStrictEqual(actual ?? null, result)) found.held += 1;
  else if (contradicts(expr, given)) found.contradictions.push(row);
  else found.failed.push(row);
}

function contradicts(expr, given) {
  return CONTRADICTIONS.some(([text, value]) =>
    text === expr && Object.values(given).includes(value));
}

/** `{ "a.b": 1 }` as `{ a: { b: 1 } }`. */
function nested(given) {
  const profile = {};
  for (const [path, value] of Object.entries(given)) {
    const names = path.split('.');
    const last = names.pop();
    const parent = names.reduce((object, name) => (object[name] ??= {}), profile);
    parent[last] = value;
  }
  return profile;
}
