// What each entry point adds to a bundle: minified, with brotli; modules that lie beside it apart.

import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { test } from 'node:test';

import { build } from 'esbuild';

import { brotli } from '../../pkg-config/build/size.mjs';
import { application, requireThere, tarball } from '../installed.mjs';

/** KB. For browsers and bundlers the module is inside, as text; Workers get it beside the code. */
const CEILINGS = {
  'pql-edge': { browser: 430, workerd: 10 },
  'pql-edge/slim': { browser: 10 },
  'pql-edge/runtime': { browser: 190, workerd: 6 },
  'pql-edge/runtime/slim': { browser: 6 },
};
const TARBALL = 1_500;

test('every entry point of code has a ceiling', () => {
  const { exports } = requireThere('pql-edge/package.json');
  const code = Object.keys(exports).filter((path) => !/\.(wasm|json)$/.test(path));
  assert.deepEqual(Object.keys(CEILINGS), code.map((path) => path.replace(/^\./, 'pql-edge')));
});

for (const [entry, ceilings] of Object.entries(CEILINGS)) {
  for (const [condition, ceiling] of Object.entries(ceilings)) {
    test(`${entry} for ${condition}`, async () => {
      within(brotli(await bundled(entry, condition)), ceiling);
    });
  }
}

test('the tarball', () => within(statSync(tarball()).size, TARBALL));

function within(bytes, ceiling) {
  const size = bytes / 1024;
  assert.ok(size <= ceiling, `${size.toFixed(1)} KB, its ceiling is ${ceiling}`);
  assert.ok(size > 0.7 * ceiling, `${size.toFixed(1)} KB, so ${ceiling} is no ceiling any more`);
}

async function bundled(entry, condition) {
  const { outputFiles } = await build({
    stdin: { contents: `export * from '${entry}';`, resolveDir: application },
    conditions: [condition],
    platform: 'browser',
    format: 'esm',
    external: ['*.wasm'],
    bundle: true,
    minify: true,
    write: false,
  });
  return outputFiles[0].contents;
}
