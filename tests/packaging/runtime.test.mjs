// The runtime's entries in Node: import, require, slim, bundled, and beside the whole package.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

import { application, importThere } from '../installed.mjs';
import { artifacts, expected } from '../runtime-answers.mjs';

const program = fileURLToPath(new URL('../runtime-answers.mjs', import.meta.url));
copyFileSync(program, join(application, 'runtime-answers.mjs'));
const made = JSON.stringify(artifacts(await importThere()));
writeFileSync(join(application, 'artifacts.mjs'), `export default ${made};\n`);

/** Runs a program in a process of its own, inside the project that has the package installed. */
function run(name, source) {
  const file = join(application, name);
  writeFileSync(file, source);
  return runFile(file);
}

const runFile = (file) =>
  JSON.parse(execFileSync(process.execPath, [file], { encoding: 'utf8', cwd: application }));

const ANSWERS = `import artifacts from './artifacts.mjs';
  import { answers } from './runtime-answers.mjs';
  console.log(JSON.stringify(answers(pql, artifacts)));`;
const ANSWERS_LATER = `Promise.all([import('./artifacts.mjs'), import('./runtime-answers.mjs')])
  .then(([artifacts, { answers }]) =>
    console.log(JSON.stringify(answers(pql, artifacts.default))));`;

test('import', () => {
  const given = run('runtime.mjs', `import * as pql from 'pql-edge/runtime';\n${ANSWERS}`);
  assert.deepEqual(given, expected);
});

test('require', () => {
  const given = run('runtime.cjs', `const pql = require('pql-edge/runtime');\n${ANSWERS_LATER}`);
  assert.deepEqual(given, expected);
});

test('import of slim with the bytes', () => {
  const given = run(
    'runtime-slim.mjs',
    `import { readFileSync } from 'node:fs';
     import { createRequire } from 'node:module';
     import * as pql from 'pql-edge/runtime/slim';
     const file = createRequire(import.meta.url).resolve('pql-edge/runtime.wasm');
     pql.initSync(readFileSync(file));
     pql.initSync(readFileSync(file));
     ${ANSWERS}`,
  );
  assert.deepEqual(given, expected);
});

const SLIM_SOURCES = {
  'a compiled module': 'new WebAssembly.Module(bytes)',
  'bytes': 'bytes',
  'a promise of an ArrayBuffer': 'Promise.resolve(bytes.buffer.slice(bytes.byteOffset))',
  'a response': 'new Response(bytes)',
  'an address': '`data:application/wasm;base64,${bytes.toString("base64")}`',
};

for (const [name, source] of Object.entries(SLIM_SOURCES)) {
  test(`require of slim with ${name}, twice`, () => {
    const given = run(
      'runtime-slim.cjs',
      `const { readFileSync } = require('node:fs');
       const pql = require('pql-edge/runtime/slim');
       const bytes = readFileSync(require.resolve('pql-edge/runtime.wasm'));
       const source = () => ${source};
       pql.init(source()).then(() => pql.init(source())).then(() => ${ANSWERS_LATER.slice(0, -1)});`,
    );
    assert.deepEqual(given, expected);
  });
}

test('slim before it is ready, and with what is no module, says so and can go on', () => {
  const given = run(
    'runtime-unready.mjs',
    `import { readFileSync } from 'node:fs';
     import { createRequire } from 'node:module';
     import { Query, init, initSync } from 'pql-edge/runtime/slim';
     const said = [];
     const attempt = async (work) => {
       try { await work(); said.push('none'); } catch (error) { said.push(error.message); }
     };
     await attempt(() => Query.fromBytes(new Uint8Array()));
     await attempt(() => initSync(new Uint8Array(8)));
     await attempt(() => init(new Response('not found', { status: 404 })));
     initSync(readFileSync(createRequire(import.meta.url).resolve('pql-edge/runtime.wasm')));
     await attempt(() => Query.fromBytes(new Uint8Array()));
     console.log(JSON.stringify(said));`,
  );
  assert.match(given[0], /initSync|init\(/);
  assert.match(given[1], /WebAssembly/);
  assert.match(given[2], /404/);
  assert.match(given[3], /not a program/);
});

test('beside the whole package there is one PqlError, however they are loaded', () => {
  const given = run(
    'runtime-both.mjs',
    `import { createRequire } from 'node:module';
     import * as whole from 'pql-edge';
     import * as runtime from 'pql-edge/runtime';
     import { PqlError as slim } from 'pql-edge/runtime/slim';
     const require = createRequire(import.meta.url);
     const all = [runtime, require('pql-edge'), require('pql-edge/runtime'),
       require('pql-edge/runtime/slim')];
     console.log(JSON.stringify([
       all.map(({ PqlError }) => PqlError === whole.PqlError), runtime.Query === whole.Query,
       runtime.Query.name, runtime.AudienceSet.name, new slim('x') instanceof Error]));`,
  );
  assert.deepEqual(given, [Array(4).fill(true), false, 'Query', 'AudienceSet', true]);
});

for (const format of ['esm', 'cjs']) {
  test(`bundled for Node as ${format}: without the package beside it, and without the compiler`, async () => {
    const folder = join(application, '..', `bundled-runtime-${format}`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const entry = join(application, 'bundled-runtime.mjs');
    writeFileSync(entry, `import * as pql from 'pql-edge/runtime';\n${ANSWERS}`);
    const outfile = join(folder, format === 'esm' ? 'program.mjs' : 'program.cjs');
    const { metafile } = await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      format,
      platform: 'node',
      metafile: true,
      logLevel: 'silent',
    });
    const names = Object.keys(metafile.inputs).map((path) => path.split('/').at(-1));
    assert.ok(names.includes('runtime-bytes.js') && !names.includes('pql-bytes.js'));
    assert.deepEqual(runFile(outfile), expected);
  });
}
