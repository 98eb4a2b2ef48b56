// The language suite, run through the package: every case as object, text and bytes.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { importThere } from '../installed.mjs';
import { parseSuite, utf16Offsets } from './suite-format.mjs';

const { check, compile } = await importThere();

const folder = fileURLToPath(new URL('../suite', import.meta.url));
const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.pql'));

test('there are cases', () => assert.ok(files.length > 0));

for (const file of files.sort()) {
  describe(relative('.', file), () => {
    for (const one of parseSuite(readFileSync(join(folder, file), 'utf8'), file)) {
      test(one.name, () => ('result' in one ? givesResult(one) : givesDiagnostics(one)));
    }
  });
}

function givesResult({ query, profile = '{}', now, result, where }) {
  const compiled = compile(query);
  const context = now === undefined ? undefined : { now };
  const kinds = [JSON.parse(profile), profile, new TextEncoder().encode(profile)];
  for (const given of kinds) assert.deepEqual(compiled.evaluate(given, context), result, where);
  compiled.free();
}

function givesDiagnostics({ query, diagnostics, where }) {
  const offset = utf16Offsets(query);
  const found = check(query).diagnostics.map(({ code, start, end, message }) => ({
    code,
    start,
    end,
    message,
  }));
  const expected = diagnostics.map(({ start, end, ...rest }) => ({
    ...rest,
    start: offset(start),
    end: offset(end),
  }));
  const sorted = (list) => list.map(shown).sort();
  assert.deepEqual(sorted(found), sorted(expected), where);
}

const shown = ({ code, start, end, message }) => `${code} ${start}-${end} ${message}`;
