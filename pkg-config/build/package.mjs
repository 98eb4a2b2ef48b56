// Lays the files of the npm package out in pkg/, next to the module.

import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
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

/** Takes the modules as `makeModules` gives them. */
export async function assemble(modules) {
  mkdirSync(packageFolder, { recursive: true });
  for (const name of ['LICENSE', 'README.md', 'THIRD-PARTY-NOTICES.md']) {
    if (existsSync(inRoot(name))) copyFileSync(inRoot(name), into(name));
  }
  for (const name of readdirSync(entries)) copyFileSync(join(entries, name), into(name));
  for (const name of ['command', 'templates']) {
    rmSync(into(name), { recursive: true, force: true });
    cpSync(inRoot('pkg-config', name), into(name), { recursive: true, filter: isSource });
  }
  ignoreLists();
  for (const { name, glue, wasm } of modules) {
    writeFileSync(into(`${name}.wasm`), wasm);
    writeFileSync(into(`${name}-bytes.js`), bytesModule(name, wasm));
    // The runtime's functions take and give integers: it needs no glue.
    if (name === 'pql') writeFileSync(into('glue.js'), glue.replace(SELF_TYPES, ''));
  }
  writeFileSync(into('package.json'), manifest());
  typesForRequire();
  await commonJs();
}

/** Not what a template's own tools make, nor what npm would leave out anyway. */
const MADE = /(^|\/)(node_modules|dist|target|bin|pkg|\.[^/]+|audiences\.(bin|pqlb))$/;
const isSource = (path) => !MADE.test(path.replaceAll('\\', '/'));

/** npm packs no `.gitignore`, and whoever copies a template needs it: it goes without the dot. */
function ignoreLists() {
  for (const name of readdirSync(into('templates'))) {
    const list = inRoot('pkg-config', 'templates', name, '.gitignore');
    copyFileSync(list, into(join('templates', name, 'gitignore')));
  }
}

const bytesModule = (name, wasm) =>
  `// The bytes of ${name}.wasm, for places that cannot read a file or await a download.\n` +
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
    if (!name.endsWith('.d.ts')) continue;
    const types = readFileSync(into(name), 'utf8').replaceAll(/(?<=from '\.\/\w+)\.js'/g, `.cjs'`);
    writeFileSync(into(name.replace(/\.ts$/, '.cts')), types);
  }
}

/** What is the same in several bundles stands in one of its own: `PqlError` is one class. */
const sharedApart = {
  name: 'shared',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/shared\.js$/ }, () => ({ path: './shared.cjs', external: true }));
  },
};

/** The one CommonJS instance of each facade, which its entries for Node and its slim one share. */
async function commonJs() {
  const bundles = { shared: 'shared.cjs', slim: 'core.cjs', 'runtime-slim': 'runtime-core.cjs' };
  for (const [name, file] of Object.entries(bundles)) {
    await bundle({
      entryPoints: [into(`${name}.js`)],
      outfile: into(file),
      bundle: true,
      format: 'cjs',
      platform: 'node',
      target: 'es2022',
      keepNames: true,
      plugins: [sharedApart],
      logLevel: 'warning',
      logOverride: { 'import-is-undefined': 'error' }, // The module lacks what the facade wraps.
    });
  }
}
