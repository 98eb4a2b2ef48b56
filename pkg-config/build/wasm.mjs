// From Rust source to the module that ships: cargo, wasm-bindgen, wasm-opt.

import { readFileSync, rmSync } from 'node:fs';
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

/** The environment in which cargo makes the same module on every machine. */
export function cargoEnvironment({ compiler }) {
  return {
    ...compiler.env,
    CARGO_TARGET_DIR: wasmTarget,
    CARGO_ENCODED_RUSTFLAGS: hiddenFolders(compiler).map(hide).join('\x1f'),
  };
}

/** Panic messages carry paths; those of the build machine are nobody's business. */
const hiddenFolders = ({ sysroot }) => [
  [join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'registry', 'src'), '/crates'],
  [join(sysroot, 'lib', 'rustlib', 'src', 'rust'), '/rust'],
  [root.replace(/[/\\]$/, ''), '/pql-edge'],
];

const hide = ([folder, name]) => `--remap-path-prefix=${folder}=${name}`;

export async function compileWasm(tools) {
  const args = ['rustc', '--release', '--lib', '--crate-type', 'cdylib', '--features', 'wasm'];
  await working('Rust to WebAssembly: compiling, a minute or two the first time', () =>
    run('cargo', [...args, '--target', WASM, ...tools.compiler.args], {
      cwd: root,
      env: cargoEnvironment(tools),
      because: 'the Rust sources did not compile to WebAssembly',
    }),
  );
  return join(wasmTarget, WASM, 'release', 'pql_edge.wasm');
}

/** `{ glue, module }`: the JavaScript that wasm-bindgen wrote and the path of the module. */
export async function bindWasm({ bindgen }, compiled) {
  const folder = join(wasmTarget, 'bindgen');
  rmSync(folder, { recursive: true, force: true });
  const args = ['--target', 'web', '--out-name', 'pql', '--out-dir', folder];
  // The loaders say where the module is; a default URL would make bundlers ship it twice.
  args.push('--omit-default-module-path', '--remove-producers-section', compiled);
  await run(bindgen, args, { because: 'wasm-bindgen could not bind the module' });
  const glue = readFileSync(join(folder, 'pql.js'), 'utf8');
  return { glue, module: join(folder, 'pql_bg.wasm') };
}

/** The optimised bytes. */
export async function optimiseWasm({ module }) {
  const output = join(wasmTarget, 'bindgen', 'pql.wasm');
  const script = inRoot('node_modules', 'binaryen', 'bin', 'wasm-opt');
  const features = FEATURES.map((name) => `--enable-${name}`);
  const args = ['-O3', '--strip-debug', '--strip-producers', '--strip-target-features'];
  await working('wasm-opt: optimising, a few seconds', () =>
    run(process.execPath, [script, module, '-o', output, ...features, ...args], {
      because: 'wasm-opt failed',
    }),
  );
  return withoutPaths(readFileSync(output));
}

function withoutPaths(wasm) {
  for (const folder of [root.replace(/[/\\]$/, ''), homedir()]) {
    if (folder.length > 1 && wasm.includes(folder)) {
      throw new Stop(`the module names a folder of this machine: ${folder}`);
    }
  }
  return wasm;
}
