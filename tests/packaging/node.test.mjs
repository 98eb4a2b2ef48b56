// The installed package in Node: import, require, slim, and bundled away from its folder.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

import { expected } from '../answers.mjs';
import { application } from '../installed.mjs';

const program = fileURLToPath(new URL('../answers.mjs', import.meta.url));
copyFileSync(program, join(application, 'answers.mjs'));

/** Runs a program in a process of its own, inside the project that has the package installed. */
function run(name, source) {
  const file = join(application, name);
  writeFileSync(file, source);
  return runFile(file);
}

const runFile = (file) =>
  JSON.parse(execFileSync(process.execPath, [file], { encoding: 'utf8', cwd: application }));

test('import', () => {
  const given = run(
    'import.mjs',
    `import * as pql from 'pql-edge';
     import { answers } from './answers.mjs';
     console.log(JSON.stringify(answers(pql)));`,
  );
  assert.deepEqual(given, expected);
});

test('require', () => {
  const given = run(
    'require.cjs',
    `const pql = require('pql-edge');
     import('./answers.mjs').then(({ answers }) => console.log(JSON.stringify(answers(pql))));`,
  );
  assert.deepEqual(given, expected);
});

test('import and require in one process share their classes', () => {
  const given = run(
    'both.mjs',
    `import { createRequire } from 'node:module';
     import { PqlError, Query, compile } from 'pql-edge';
     const there = createRequire(import.meta.url)('pql-edge');
     console.log(JSON.stringify([
       there.PqlError === PqlError, there.compile('person') instanceof Query,
       there.Query.name, there.compile.name, there.PqlError.name]));`,
  );
  assert.deepEqual(given, [true, true, 'Query', 'compile', 'PqlError']);
});

test('import of slim with the bytes', () => {
  const given = run(
    'slim.mjs',
    `import { readFileSync } from 'node:fs';
     import { createRequire } from 'node:module';
     import * as pql from 'pql-edge/slim';
     import { answers } from './answers.mjs';
     pql.initSync(readFileSync(createRequire(import.meta.url).resolve('pql-edge/pql.wasm')));
     console.log(JSON.stringify(answers(pql)));`,
  );
  assert.deepEqual(given, expected);
});

test('require of slim with a compiled module, twice', () => {
  const given = run(
    'slim.cjs',
    `const { readFileSync } = require('node:fs');
     const pql = require('pql-edge/slim');
     const module_ = new WebAssembly.Module(readFileSync(require.resolve('pql-edge/pql.wasm')));
     pql.init(module_)
       .then(() => pql.init(module_))
       .then(() => import('./answers.mjs'))
       .then(({ answers }) => console.log(JSON.stringify(answers(pql))));`,
  );
  assert.deepEqual(given, expected);
});

test('slim before it is ready says what to do', () => {
  const given = run(
    'unready.mjs',
    `import { compile } from 'pql-edge/slim';
     try { compile('person'); } catch (error) { console.log(JSON.stringify(error.message)); }`,
  );
  assert.match(given, /initSync|init\(/);
});

for (const format of ['esm', 'cjs']) {
  test(`bundled for Node as ${format}, run without the package beside it`, async () => {
    const folder = join(application, '..', `bundled-${format}`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(application, 'bundled.mjs'),
      `import * as pql from 'pql-edge';
       import { answers } from './answers.mjs';
       console.log(JSON.stringify(answers(pql)));`,
    );
    const outfile = join(folder, format === 'esm' ? 'program.mjs' : 'program.cjs');
    await build({
      entryPoints: [join(application, 'bundled.mjs')],
      outfile,
      bundle: true,
      format,
      platform: 'node',
      logLevel: 'silent',
    });
    assert.deepEqual(runFile(outfile), expected);
  });
}
