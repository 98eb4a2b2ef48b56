// The language suite, run through the package: every case as object, text and bytes.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { importThere } from '../installed.mjs';
import { parseSuite, utf16Offsets } from './suite-format.mjs';

const { Query, check, compile, loadSchema } = await importThere();

const folder = fileURLToPath(new URL('../suite', import.meta.url));
const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.pql'));

test('there are cases', () => assert.ok(files.length > 10));

for (const file of files.sort()) {
  describe(file, () => {
    for (const one of parseSuite(readFileSync(join(folder, file), 'utf8'), file)) {
      test(one.name, () => {
        if ('result' in one) givesResult(one);
        givesDiagnostics(one);
      });
    }
  });
}

const schemas = new Map();

/** The documents of a folder of `tests/schema`. */
function known(name) {
  if (name === undefined) return undefined;
  const files = fileURLToPath(new URL(`../schema/${name}`, import.meta.url));
  const read = (file) => JSON.parse(readFileSync(join(files, file), 'utf8'));
  if (!schemas.has(name)) schemas.set(name, loadSchema(readdirSync(files).map(read)));
  return schemas.get(name);
}

/** An integer that a JavaScript object cannot hold exactly; JSON text can. */
const TOO_LARGE = /\d{16}/;

function givesResult({ query, strict, schema, profile, parameters, now, result, where }) {
  const compiled = compile(query, { strict, schema: known(schema) });
  const context = { now, ...(parameters && { parameters }) };
  const loaded = Query.fromBytes(compiled.toBytes());
  const kinds = [profile, new TextEncoder().encode(profile)];
  if (!TOO_LARGE.test(profile)) kinds.push(JSON.parse(profile));
  for (const given of kinds) {
    assert.deepEqual(compiled.evaluate(given, context), result, where);
    assert.deepEqual(loaded.evaluate(given, context), result, where);
    const matches = compiled.matches(profile, context);
    for (const query of [compiled, loaded]) assert.equal(query.matches(given, context), matches, where);
  }
  compiled.free();
  loaded.free();
}

/** All errors in their order; the warnings too, where the case names any. */
function givesDiagnostics({ query, strict, schema, errors, warnings, where }) {
  const offset = utf16Offsets(query);
  const wanted = ({ start, end, ...rest }) =>
    shown({ ...rest, start: offset(start), end: offset(end) });
  const { diagnostics } = check(query, { strict, schema: known(schema) });
  const isError = ({ severity }) => severity === 'error';
  assert.deepEqual(diagnostics.filter(isError).map(shown), errors.map(wanted), where);
  if (warnings.length === 0) return;
  const others = diagnostics.filter((one) => !isError(one));
  assert.deepEqual(others.map(shown), warnings.map(wanted), where);
}

const shown = ({ code, start, end, message }) => `${code} ${start}-${end} ${message}`;
