// What is in the tarball: every file the manifest names, nothing else, nothing forbidden.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { inRoot, packageFolder, root } from '../../pkg-config/setup/paths.mjs';
import { installedFolder, tarball } from '../installed.mjs';

const files = readdirSync(installedFolder, { recursive: true })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => statSync(join(installedFolder, name)).isFile())
  .sort();
const read = (name) => readFileSync(join(installedFolder, name), 'utf8');
const manifest = JSON.parse(read('package.json'));

test('it holds these files', () => {
  assert.deepEqual(files, [
    'LICENSE',
    'README.md',
    'activation.js',
    'api.js',
    'artifacts.js',
    'command/check.js',
    'command/commands.js',
    'command/compile.js',
    'command/convert.js',
    'command/definitions.js',
    'command/eval.js',
    'command/explained.js',
    'command/fmt.js',
    'command/help.js',
    'command/input.js',
    'command/main.js',
    'command/options.js',
    'command/output.js',
    'command/problem.js',
    'command/qualify.js',
    'command/qualify/chunks.js',
    'command/qualify/lines.js',
    'command/qualify/order.js',
    'command/qualify/pool.js',
    'command/qualify/progress.js',
    'command/qualify/tally.js',
    'command/qualify/worker.js',
    'command/render.js',
    'command/rows.js',
    'command/run.js',
    'command/schema.js',
    'command/source.js',
    'command/suggest.js',
    'command/terminal.js',
    'core.cjs',
    'decode.js',
    'glue.js',
    'host.js',
    'index.d.cts',
    'index.d.ts',
    'inlined.js',
    'loading.d.cts',
    'loading.d.ts',
    'node.cjs',
    'node.js',
    'options.js',
    'package.json',
    'pql-bytes.js',
    'pql.wasm',
    'pql.wasm.d.cts',
    'pql.wasm.d.ts',
    'projection.js',
    'public.js',
    'runtime-bytes.js',
    'runtime-core.cjs',
    'runtime-inlined.js',
    'runtime-node.cjs',
    'runtime-node.js',
    'runtime-slim.cjs',
    'runtime-slim.d.cts',
    'runtime-slim.d.ts',
    'runtime-slim.js',
    'runtime-workerd.js',
    'runtime.d.cts',
    'runtime.d.ts',
    'runtime.js',
    'runtime.wasm',
    'runtime.wasm.d.cts',
    'runtime.wasm.d.ts',
    'shared.cjs',
    'shared.js',
    'simple.js',
    'slim.cjs',
    'slim.d.cts',
    'slim.d.ts',
    'slim.js',
    'workerd.js',
  ]);
});

test('every file that the manifest names is there', () => {
  const named = JSON.stringify(manifest).match(/"\.\/[^"*]+"/g).map((quoted) => JSON.parse(quoted));
  const targets = named.filter((name) => /\.\w+$/.test(name));
  assert.ok(targets.length > 20);
  for (const name of targets) assert.ok(existsSync(join(installedFolder, name)), name);
});

test('types come first in every block of the exports', () => {
  const blocks = [];
  const walk = (node) => {
    if (typeof node !== 'object') return;
    if ('types' in node) blocks.push(Object.keys(node));
    Object.values(node).forEach(walk);
  };
  walk(manifest.exports);
  assert.ok(blocks.length >= 16);
  for (const keys of blocks) assert.equal(keys[0], 'types');
});

test('the command is a program that npm makes executable', () => {
  assert.deepEqual(manifest.bin, { 'pql-edge': './command/main.js' });
  assert.match(read('command/main.js'), /^#!\/usr\/bin\/env node\n/);
});

test('the version is that of Cargo.toml', () => {
  const cargo = readFileSync(inRoot('Cargo.toml'), 'utf8');
  assert.equal(manifest.version, cargo.match(/^version = "([^"]+)"/m)[1]);
});

/**
 * Content policies forbid code from text; `import.meta` makes bundlers look for assets, which never
 * see the command.
 */
const FORBIDDEN = [
  /\beval\s*\(/,
  /\bnew Function\b/,
  /(?<!`)\bFunction\s*\(/,
  /^await |^(const|let|var) .* = await /m,
  /import\.meta/,
];

test('no code is made from text, and nothing waits at the top level', () => {
  for (const name of files.filter((file) => /\.c?js$/.test(file))) {
    const code = read(name);
    const allowed = name.startsWith('command/') ? /import/ : /$^/;
    for (const forbidden of FORBIDDEN.filter(({ source }) => !allowed.test(source))) {
      assert.equal(code.match(forbidden)?.[0], undefined, `${name} matches ${forbidden}`);
    }
  }
});

test('no folder of the machine that built it is named', () => {
  for (const name of files) {
    const bytes = readFileSync(join(installedFolder, name));
    assert.ok(!bytes.includes(root.slice(0, -1)), name);
    if (homedir().length > 1) assert.ok(!bytes.includes(`${homedir()}/`), name);
  }
});

for (const name of ['pql', 'runtime']) {
  test(`the inlined bytes are those of ${name}.wasm`, () => {
    const [, base64] = read(`${name}-bytes.js`).match(/'([^']+)'/);
    const wasm = readFileSync(join(installedFolder, `${name}.wasm`));
    assert.ok(Buffer.from(base64, 'base64').equals(wasm));
    assert.ok(WebAssembly.validate(wasm));
  });
}

test('the entries of the runtime load nothing of the whole package', () => {
  for (const name of files.filter((file) => /^runtime.*\.c?js$/.test(file))) {
    const loaded = [...read(name).matchAll(/(?:from |require\()["']\.\/([\w.-]+)["']/g)]
      .map(([, file]) => file);
    const allowed = /^(runtime[\w.-]*|shared\.c?js|(activation|artifacts|decode|host)\.js)$/;
    for (const file of loaded) assert.match(file, allowed, name);
  }
});

test('publint has nothing to say', async () => {
  const { publint } = await import('publint');
  const { formatMessage } = await import('publint/utils');
  const { messages, pkg } = await publint({ pkgDir: packageFolder, strict: true });
  assert.deepEqual(messages.map((message) => formatMessage(message, pkg)), []);
});

test('the types are right for every way to resolve them', () => {
  const attw = inRoot('node_modules', '@arethetypeswrong', 'cli', 'dist', 'index.js');
  const args = [attw, tarball(), '--format', 'json'];
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1e8 });
  const { analysis } = JSON.parse(stdout);
  assert.ok(Object.keys(analysis.entrypoints).length >= 7);
  assert.deepEqual(analysis.problems, []);
});
