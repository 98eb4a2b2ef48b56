// From Rust source to the module that ships: cargo, wasm-bindgen, wasm-opt.

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { inRoot, root, wasmTarget } from '../setup/paths.mjs';
import { run } from '../setup/run.mjs';
import { WASM } from '../setup/rust.mjs';
import { Stop, working } from '../setup/say.mjs';

/** The wasm features that rustc turns on and every runtime since 2022 has. */
const FEATURES = [
  'bulk-memory',
  'bulk-memory-opt',
  'call-indirect-overlong',
  'multivalue',
  'mutable-globals',
  'nontrapping-float-to-int',
  'reference-types',
  'sign-ext',
];

/**
 * Hosts compile functions one by one, when they are first called and again when they are hot, but
 * never in the middle of a call: what is called once and does everything stays slow. So a function
 * does not become part of its only caller unless it is small (in units of wasm-opt).
 */
const APART = ['--one-caller-inline-max-function-size', '100'];

/**
 * The modules of the package. What `exports` does not name is left out of a module, and with it what
 * only that needs: the runtime's has no imports, so that it runs in hosts without JavaScript.
 */
export const MODULES = [
  { name: 'pql', cargo: ['--features', 'wasm'], target: wasmTarget },
  {
    name: 'runtime',
    cargo: ['--no-default-features', '--features', 'abi'],
    target: join(wasmTarget, 'runtime'),
    exports: /^(memory|pql_\w+)$/,
  },
];

const boundFolder = ({ name }) => join(wasmTarget, 'bindgen', name);

/** The runtime's module as it is before its names go; a test reads in it what it is made of. */
export const namedRuntime = join(wasmTarget, 'bindgen', 'runtime', 'named.wasm');

/** `[{ name, named, shipped }]`: each module before its names go, and as it ships. */
export const namedModules = MODULES.map((module) => ({
  name: module.name,
  named: module.exports ? namedRuntime : join(boundFolder(module), `${module.name}_bg.wasm`),
  shipped: join(boundFolder(module), `${module.name}.wasm`),
}));

/** The environment in which cargo makes the same module on every machine; `flags` for rustc besides. */
export function cargoEnvironment({ compiler }, flags = []) {
  return {
    ...compiler.env,
    CARGO_TARGET_DIR: wasmTarget,
    CARGO_ENCODED_RUSTFLAGS: [...hiddenFolders(compiler).map(hide), ...flags].join('\x1f'),
  };
}

/** Panic messages carry paths; those of the build machine are nobody's business. */
const hiddenFolders = ({ sysroot }) => [
  [join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'registry', 'src'), '/crates'],
  [join(sysroot, 'lib', 'rustlib', 'src', 'rust'), '/rust'],
  [root.replace(/[/\\]$/, ''), '/pql-edge'],
];

const hide = ([folder, name]) => `--remap-path-prefix=${folder}=${name}`;

/**
 * `[{ name, glue, wasm }]`: the JavaScript that wasm-bindgen wrote, and the optimised bytes. Each
 * step is done for all modules at once: a linker uses one core, and cargo's folders are apart.
 */
export async function makeModules(tools) {
  const each = (step) => Promise.all(MODULES.map(step));
  await working('Rust to WebAssembly: compiling two modules, some minutes the first time', () =>
    each((module) => compile(tools, module)),
  );
  await each((module) => bind(tools, module));
  return working('wasm-opt: optimising, half a minute', () => each(optimise));
}

async function compile(tools, { cargo, target }) {
  const args = ['rustc', '--release', '--lib', '--crate-type', 'cdylib', ...cargo];
  await run('cargo', [...args, '--target', WASM, ...tools.compiler.args], {
    cwd: root,
    env: { ...cargoEnvironment(tools, tools.compiler.flags), CARGO_TARGET_DIR: target },
    because: 'the Rust sources did not compile to WebAssembly',
  });
}

async function bind({ bindgen }, module) {
  const { name, target } = module;
  const folder = boundFolder(module);
  rmSync(folder, { recursive: true, force: true });
  const args = ['--target', 'web', '--out-name', name, '--out-dir', folder];
  // The loaders say where the module is; a default URL would make bundlers ship it twice.
  args.push('--omit-default-module-path', '--remove-producers-section');
  args.push(join(target, WASM, 'release', 'pql_edge.wasm'));
  await run(bindgen, args, { because: 'wasm-bindgen could not bind the module' });
}

async function optimise(module) {
  const { name, exports } = module;
  const folder = boundFolder(module);
  const bound = join(folder, `${name}_bg.wasm`);
  const input = exports ? await reduced(bound, exports) : bound;
  const output = join(folder, `${name}.wasm`);
  // Functions of one module and type are alike: side by side they compress better.
  const args = ['-O3', ...APART, '--reorder-functions-by-name', '--strip-debug'];
  args.push('--strip-producers', '--strip-target-features');
  await binaryen('wasm-opt', [input, '-o', output, ...args]);
  const glue = readFileSync(join(folder, `${name}.js`), 'utf8');
  return { name, glue, wasm: withoutPaths(readFileSync(output)) };
}

/** A module with some of its exports only, and without what those do not reach. */
async function reduced(bound, exports) {
  const module = new WebAssembly.Module(readFileSync(bound));
  const names = WebAssembly.Module.exports(module).map(({ name }) => name);
  const kept = names.filter((name) => exports.test(name));
  const graph = kept.map((name) => ({ name, export: name, root: true }));
  const file = `${namedRuntime}.json`;
  writeFileSync(file, JSON.stringify(graph));
  await binaryen('wasm-metadce', [bound, '--graph-file', file, '-g', '-o', namedRuntime]);
  return namedRuntime;
}

async function binaryen(program, args) {
  const script = inRoot('node_modules', 'binaryen', 'bin', program);
  const features = FEATURES.map((name) => `--enable-${name}`);
  await run(process.execPath, [script, ...args, ...features], { because: `${program} failed` });
}

function withoutPaths(wasm) {
  for (const folder of [root.replace(/[/\\]$/, ''), homedir()]) {
    if (folder.length > 1 && wasm.includes(folder)) {
      throw new Stop(`the module names a folder of this machine: ${folder}`);
    }
  }
  return wasm;
}
