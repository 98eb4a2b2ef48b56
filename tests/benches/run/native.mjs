// The native program: built when it is asked for, and given its workloads as files.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { inRoot } from '../../../pkg-config/setup/paths.mjs';
import { run } from '../../../pkg-config/setup/run.mjs';
import { working } from '../../../pkg-config/setup/say.mjs';
import { cel } from '../languages/cel.mjs';
import { definitions, pql } from '../languages/pql.mjs';
import { wirefilter } from '../languages/wirefilter.mjs';
import { findCase, makeCase } from '../workloads/cases.mjs';

const FOLDER = inRoot('tests', 'benches', 'native');
const TARGET = inRoot('target', 'benches');
const PROGRAM = join(TARGET, 'release', 'pql-edge-benches');

export async function buildNative() {
  const env = { CARGO_TARGET_DIR: TARGET };
  const because = 'the native engines did not build';
  await working('native engines: compiling, some minutes the first time', () =>
    run('cargo', ['build', '--release'], { cwd: FOLDER, env, because }),
  );
}

const written = new Map();

/** What to start to count the allocations of our evaluation. */
export const allocationsCommand = (id) => [join(TARGET, 'release', 'allocations'), [file(id)]];

/** What to start for a native engine. */
export function nativeCommand({ native }, id) {
  return [PROGRAM, [native, file(id)]];
}

function file(id) {
  if (!written.has(id)) written.set(id, writeCase(id));
  return written.get(id);
}

function writeCase(id) {
  const { now, condition, set, definitions: given, profiles, expected } = makeCase(findCase(id));
  const rules = set ?? (condition ? [{ id: 'only', condition }] : []);
  const list = given ?? definitions(rules);
  const numbers = new Map(list.map(({ id: name }, index) => [name, index]));
  const simple = id.startsWith('set-') || id.startsWith('equal-hits-') || id === 'medium';
  const path = join(TARGET, 'cases', `${id}.json`);
  mkdirSync(join(TARGET, 'cases'), { recursive: true });
  writeFileSync(path, JSON.stringify({
    now,
    single: condition !== undefined,
    definitions: JSON.stringify(list),
    rules: rules.map(({ condition: rule }) => ({
      condition: rule, pql: pql(rule), cel: cel(rule), wirefilter: simple ? wirefilter(rule) : null,
    })),
    profiles: profiles.map(({ text }) => text),
    expected: expected.map((answer) => asNumbers(answer, numbers)),
  }));
  return path;
}

const asNumbers = (answer, numbers) =>
  Array.isArray(answer) ? answer.map((name) => numbers.get(name)) : answer ? [0] : [];
