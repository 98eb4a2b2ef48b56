// What is in the tarball: every file the manifest names, nothing else, nothing forbidden.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { test } from 'node:test';

import { inRoot, packageFolder, root } from '../../pkg-config/setup/paths.mjs';
import { installedFolder, tarball } from '../installed.mjs';

const entries = readdirSync(installedFolder, { recursive: true, withFileTypes: true });
const all = entries
  .filter((entry) => entry.isFile())
  .map(({ parentPath, path, name }) => relative(installedFolder, join(parentPath ?? path, name)))
  .sort();
/** Those of the package itself: the command and the templates stand in folders of their own. */
const files = all.filter((name) => !name.includes(sep));
const read = (name) => readFileSync(join(installedFolder, name), 'utf8');
const manifest = JSON.parse(read('package.json'));

test('it holds these files', () => {
  assert.deepEqual(files, [
    'LICENSE',
    'README.md',
    'THIRD-PARTY-NOTICES.md',
    'activation.js',
    'api.js',
    'artifacts.js',
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

test('beside them it holds the command and the templates, as they are in the repository', () => {
  const packed = all.filter((name) => name.includes(sep)).map((name) => name.replaceAll(sep, '/'));
  const own = new Map(['command', 'templates'].flatMap(inRepository));
  assert.deepEqual(packed, [...own.keys()].sort());
  for (const [name, path] of own) {
    assert.ok(readFileSync(join(installedFolder, name)).equals(readFileSync(path)), name);
  }
  for (const name of ['command/main.js', 'templates/browser/package.json', 'templates/fastly/Cargo.toml']) {
    assert.ok(own.has(name), name);
  }
});

/** What a template's own tools make in it: their programs, and what they ask for and write down. */
const MADE = /^(node_modules|\.wrangler|\.dev\.vars|dist|target|bin|pkg|audiences\.(bin|pqlb))$/;

/** `[name in the package, path in the repository]` of every file below a folder of pkg-config. */
function inRepository(folder) {
  const entries = readdirSync(inRoot('pkg-config', folder), { withFileTypes: true });
  return entries.filter(({ name }) => !MADE.test(name)).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return inRepository(path);
    return [[path.replace(/\/\.gitignore$/, '/gitignore'), inRoot('pkg-config', path)]];
  });
}

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

test('the version is that of Cargo.toml', () => {
  const cargo = readFileSync(inRoot('Cargo.toml'), 'utf8');
  assert.equal(manifest.version, cargo.match(/^version = "([^"]+)"/m)[1]);
});

/** Content policies forbid code from text; `import.meta` makes bundlers look for assets. */
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
    for (const forbidden of FORBIDDEN) {
      assert.equal(code.match(forbidden)?.[0], undefined, `${name} matches ${forbidden}`);
    }
  }
});

test('no folder of the machine that built it is named', () => {
  for (const name of all) {
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
