// The README, held to its word: what its lists and tables name is there, its sizes are right.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';

import { importThere, installedFolder, requireThere } from '../installed.mjs';
import { blocks, read } from './markdown.mjs';

const { check, compile } = await importThere();
const readme = read('README.md');

describe('the queries', () => {
  const [working, extensions] = blocks(readme)
    .filter(({ language }) => language === 'pql')
    .map(({ code }) => code.trim().split('\n'));

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
    const entries = firstCells.filter((cell) => /^pql-edge(\/|$)/.test(cell));
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

test('the table of commands has those of the command', () => {
  const rows = [...readme.matchAll(/^\| `pql-edge (\w+)`(?:, `(\w+)`)? \|/gm)];
  const named = rows.flatMap(([, ...names]) => names.filter(Boolean));
  const source = read('pkg-config/command/commands.js');
  const [, list] = source.match(/COMMANDS = \[([^\]]+)\]/);
  const known = list.split(',').map((name) => name.trim().replace('evaluate', 'eval'));
  assert.deepEqual(named, known);
});
