// The README, held to its word: its programs run as printed, its queries answer as it says.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

import { deploy, serve } from '../edge/runtime.mjs';
import { application, importThere, installedFolder, requireThere } from '../installed.mjs';

const { check, compile } = await importThere();
const readme = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');
const folder = join(application, 'readme');
const isWorker = (code) => code.includes('export default');

/** The fenced blocks of one language, in order. */
function blocks(language) {
  return [...readme.matchAll(/^```(\w+)\n(.*?)^```$/gms)]
    .filter(([, named]) => named === language)
    .map(([, , body]) => body);
}

before(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
});

describe('the programs', () => {
  const programs = blocks('js').filter((code) => !isWorker(code));

  test('are there', () => assert.equal(programs.length, 3));

  for (const [at, code] of programs.entries()) {
    test(`number ${at + 1} prints what its comments say`, () => {
      const file = join(folder, `program-${at}.mjs`);
      writeFileSync(file, code);
      const run = spawnSync(process.execPath, [file], { encoding: 'utf8' });
      assert.equal(run.stderr, '');
      assert.equal(run.status, 0);
      assert.equal(run.stdout.trimEnd(), remarks(code));
    });
  }
});

/** Every comment of a program is a line that it prints. */
function remarks(code) {
  const lines = code.split('\n').filter((line) => line.startsWith('// '));
  assert.ok(lines.length > 0, 'a program without stated output');
  return lines.map((line) => line.slice(3)).join('\n');
}

describe('the Worker', () => {
  const [code, ...more] = blocks('js').filter(isWorker);
  const session = blocks('sh').find((block) => block.startsWith('$ curl '));
  const [, profile, stated] = session.match(/--data '([^']+)' \S+\n(.*)\n/);
  const file = join(folder, 'worker.mjs');
  let runtime;
  let address;

  before(async () => {
    assert.deepEqual(more, []);
    writeFileSync(file, code);
    await deploy(folder);
    [runtime, address] = await serve(folder);
  });

  after(() => runtime?.kill());

  const post = (body) => new Request('http://localhost:8787', { method: 'POST', body });

  test('answers on workerd as printed', async () => {
    const response = await fetch(address, { method: 'POST', body: profile });
    assert.equal(await response.text(), stated);
  });

  test('answers as a plain module as well', async () => {
    const { default: worker } = await import(pathToFileURL(file));
    assert.equal(await (await worker.fetch(post(profile))).text(), stated);
    assert.equal(await (await worker.fetch(post('{}'))).text(), '{"audiences":[]}');
  });

  test('answers a body that is no profile with 400', async () => {
    const response = await fetch(address, { method: 'POST', body: '{"homeAddress":' });
    assert.equal(response.status, 400);
    assert.match(await response.text(), /JSON/);
  });
});

describe('the queries', () => {
  const [working, extensions] = blocks('pql').map((block) => block.trim().split('\n'));

  test('compile and evaluate', () => {
    assert.ok(working.length >= 10);
    for (const source of working) {
      assert.notEqual(compile(source).evaluate({}), undefined, source);
      const errors = check(source, { strict: true }).diagnostics
        .filter(({ severity }) => severity === 'error');
      assert.deepEqual(errors, [], source);
    }
  });

  test('that are extensions compile, but not strictly', () => {
    assert.ok(extensions.length >= 2);
    for (const source of extensions) {
      assert.notEqual(compile(source).evaluate({}), undefined, source);
      const [first] = check(source, { strict: true }).diagnostics;
      assert.equal(first?.code, 'P0307', source);
    }
  });
});

describe('the tables', () => {
  const firstCells = [...readme.matchAll(/^\| `([^`]+)` \|/gm)].map(([, cell]) => cell);

  test('name the entry points that the package has', () => {
    const entries = firstCells.filter((cell) => /^pql-edge\b/.test(cell));
    const { exports } = requireThere('pql-edge/package.json');
    assert.deepEqual(entries, Object.keys(exports).map((path) => path.replace(/^\./, 'pql-edge')));
  });

  test('name the exports that the package has', async () => {
    const names = firstCells.map((cell) => cell.match(/^(\w+)(\(source\))?$/)?.[1]).filter(Boolean);
    const exported = Object.keys(await importThere());
    assert.deepEqual([...names, 'PqlError'].sort(), exported.sort());
  });

  test('name files that the repository has', () => {
    const files = firstCells.filter((cell) => /[./]/.test(cell) && !cell.startsWith('pql-edge'));
    assert.ok(files.includes('src/docs/architecture.md'));
    const root = new URL('../../', import.meta.url);
    const text = (name) => readFileSync(new URL(name.replace(/\/$/, '/README.md'), root), 'utf8');
    for (const name of files) assert.match(text(name), /\S/, name);
  });
});

test('the sizes are right to a tenth', () => {
  const numbers = '`(\\w+\\.wasm)` is (\\d+) KB,\\s(\\d+) KB\\swith gzip,\\s(\\d+) KB\\swith\\sbrotli';
  const all = [...readme.matchAll(new RegExp(numbers, 'g'))];
  assert.deepEqual(all.map(([, name]) => name), ['pql.wasm', 'runtime.wasm']);
  for (const [, name, ...stated] of all) {
    const wasm = readFileSync(join(installedFolder, name));
    const sizes = [wasm, gzipSync(wasm, { level: 9 }), brotliCompressSync(wasm)];
    for (const [at, { length }] of sizes.entries()) {
      const kilobytes = length / 1024;
      assert.ok(Math.abs(Number(stated[at]) - kilobytes) < kilobytes / 10, `${kilobytes} KB`);
    }
  }
});
