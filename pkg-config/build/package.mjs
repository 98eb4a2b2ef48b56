// Lays the files of the npm package out in pkg/, next to the module.

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { build as bundle } from 'esbuild';

import { inRoot, packageFolder } from '../setup/paths.mjs';
import { Stop } from '../setup/say.mjs';

const entries = inRoot('pkg-config', 'entry');
/** A hint for Deno to types that are not shipped: those of the package are index.d.ts. */
const SELF_TYPES = /^\/\* @ts-self-types=.*\n/;
const into = (name) => join(packageFolder, name);

export async function assemble({ glue, wasm }) {
  mkdirSync(packageFolder, { recursive: true });
  for (const name of ['LICENSE', 'README.md']) {
    if (existsSync(inRoot(name))) copyFileSync(inRoot(name), into(name));
  }
  for (const name of readdirSync(entries)) copyFileSync(join(entries, name), into(name));
  writeFileSync(into('pql.wasm'), wasm);
  writeFileSync(into('glue.js'), glue.replace(SELF_TYPES, ''));
  writeFileSync(into('bytes.js'), bytesModule(wasm));
  writeFileSync(into('package.json'), manifest());
  typesForRequire();
  await commonJsCore();
}

const bytesModule = (wasm) =>
  '// The bytes of pql.wasm, for places that cannot read a file or await a download.\n' +
  `export default '${wasm.toString('base64')}';\n`;

/** The hand-written manifest; the version is written once, in Cargo.toml. */
function manifest() {
  const cargo = readFileSync(inRoot('Cargo.toml'), 'utf8');
  const version = cargo.match(/^version = "([^"]+)"/m)?.[1];
  if (!version) throw new Stop('Cargo.toml names no version');
  const { name, ...rest } = JSON.parse(readFileSync(inRoot('pkg-config', 'package.json'), 'utf8'));
  return `${JSON.stringify({ name, version, ...rest }, null, 2)}\n`;
}

/** The same types under the name that `require` in TypeScript looks for. */
function typesForRequire() {
  for (const name of readdirSync(packageFolder)) {
    if (!/^(index|slim|pql\.wasm)\.d\.ts$/.test(name)) continue;
    const types = readFileSync(into(name), 'utf8').replaceAll(`'./index.js'`, `'./index.cjs'`);
    writeFileSync(into(name.replace(/\.ts$/, '.cts')), types);
  }
}

/** The one CommonJS instance of facade and glue, which node.cjs, node.js and slim.cjs share. */
async function commonJsCore() {
  await bundle({
    entryPoints: [into('slim.js')],
    outfile: into('core.cjs'),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'es2022',
    keepNames: true,
    logLevel: 'warning',
    logOverride: { 'import-is-undefined': 'error' }, // The module lacks what the facade wraps.
  });
}
