// The manual: everything that compatibility.md names as pinning a decision is there.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const inRoot = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const manual = readFileSync(inRoot('src/docs/compatibility.md'), 'utf8');

/**
 * `[file, case]` of every case that the text names. `pql/json` is none, and the groups of
 * `eligibility/` are held by `tests/eligibility.rs`.
 */
const named = [...manual.matchAll(/`((?:issues\/)?[\w-]+)\/([\w-]+)`/g)]
  .map(([, ...pair]) => pair)
  .filter(([file]) => file !== 'pql' && file !== 'eligibility');

test('compatibility.md names cases', () => assert.ok(named.length > 100));

test('every case that compatibility.md names is in the suite', () => {
  const missing = named.filter(
    ([file, name]) =>
      !isCase(inRoot(`tests/suite/${file}.pql`), `^--- ${name} `) &&
      !isCase(inRoot(`tests/membership/${file}.json`), `"name": "${name}"`),
  );
  assert.deepEqual(missing, []);
});

test('no decision in compatibility.md is without a case', () => {
  const rows = manual.split('\n').filter((line) => /^\| (?!question|---)/.test(line));
  assert.ok(rows.length > 50);
  assert.deepEqual(rows.filter((row) => !/`[\w-]+\/[\w/-]+`/.test(row)), []);
});

function isCase(file, mark) {
  return existsSync(file) && new RegExp(mark, 'm').test(readFileSync(file, 'utf8'));
}
