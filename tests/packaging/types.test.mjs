// The types, compiled by TypeScript as its users do: strict, libraries checked too.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { inRoot } from '../../pkg-config/setup/paths.mjs';
import { application } from '../installed.mjs';

const compiler = inRoot('node_modules', 'typescript', 'bin', 'tsc');
const types = (name) =>
  readFileSync(fileURLToPath(new URL(`types/${name}.ts`, import.meta.url)), 'utf8');
const sources = { whole: types('whole'), runtime: types('runtime') };

function compiles(name, extension, options, texts = sources) {
  const folder = join(application, `types-${name}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const files = Object.keys(texts).map((text) => `${text}.${extension}`);
  for (const text of Object.keys(texts)) {
    writeFileSync(join(folder, `${text}.${extension}`), texts[text]);
  }
  const compilerOptions = {
    strict: true,
    skipLibCheck: false,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noPropertyAccessFromIndexSignature: true,
    target: 'es2022',
    types: [],
    noEmit: true,
    ...options,
  };
  const config = { compilerOptions, files };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const { status, stdout } = spawnSync(process.execPath, [compiler, '-p', folder], {
    encoding: 'utf8',
  });
  assert.equal(stdout, '');
  assert.equal(status, 0);
}

const node16 = { module: 'node16', moduleResolution: 'node16', lib: ['es2022', 'dom'] };
const bundler = { module: 'esnext', moduleResolution: 'bundler', lib: ['es2022', 'dom'] };

test('node16, a module', () => compiles('esm', 'mts', node16));
test('node16, CommonJS', () => compiles('cjs', 'cts', node16));
test('bundler', () => compiles('bundler', 'ts', bundler));
test('nodenext with the newest library', () => {
  const next = { module: 'nodenext', moduleResolution: 'nodenext', lib: ['esnext', 'dom'] };
  compiles('next', 'mts', next);
});
test('no DOM, as in a Worker or a server', () => {
  const module = "import 'pql-edge/pql.wasm';\nimport wasm from 'pql-edge/pql.wasm';\n" +
    "import { initSync as ready } from 'pql-edge/slim';\nready(wasm);\n";
  const runtime = module.replaceAll('pql.wasm', 'runtime.wasm').replace('/slim', '/runtime/slim');
  const texts = { whole: module + sources.whole, runtime: runtime + sources.runtime };
  compiles('worker', 'ts', { ...bundler, lib: ['es2022'] }, texts);
});
test('the addresses and answers of the DOM', () => {
  const text = "import { init } from 'pql-edge/slim';\n" +
    "void init(new URL('https://example.com/pql.wasm'));\nvoid init(fetch('/pql.wasm'));\n" +
    "void fetch('/pql.wasm').then((response) => init(response));\n" +
    '// @ts-expect-error a number is no source\nvoid init(3);\n';
  const runtime = text.replaceAll('/slim', '/runtime/slim').replaceAll('pql.wasm', 'runtime.wasm');
  compiles('dom', 'ts', bundler, { whole: text, runtime });
});
