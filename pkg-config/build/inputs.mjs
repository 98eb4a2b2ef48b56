// Decides whether pkg/ is up to date, by a hash over everything that it is made from.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { inRoot, packageFolder, wasmTarget } from '../setup/paths.mjs';

const CARGO = ['src', 'Cargo.toml', 'Cargo.lock', '.cargo'];
const PACKAGE = ['build', 'build.mjs', 'command', 'entry', 'package.json', 'setup', 'templates'];
const INPUTS = [
  ...CARGO,
  ...PACKAGE.map((name) => `pkg-config/${name}`),
  'package-lock.json',
  'README.md',
  'LICENSE',
  'THIRD-PARTY-NOTICES.md',
];
const stamp = join(wasmTarget, 'inputs.sha256');

/** Whether pkg/ was made from other inputs than these. */
export function inputsChanged(inputs) {
  if (!existsSync(stamp) || !existsSync(join(packageFolder, 'runtime.wasm'))) return true;
  return readFileSync(stamp, 'utf8') !== inputs;
}

export function rememberInputs(inputs) {
  mkdirSync(wasmTarget, { recursive: true });
  writeFileSync(stamp, inputs);
}

/** The inputs as they are now. */
export function fingerprint({ compiler, version }) {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([compiler.sysroot, compiler.args, compiler.flags, version]));
  for (const path of INPUTS.flatMap(files)) {
    hash.update(`\0${path}\0`).update(readFileSync(inRoot(path)));
  }
  return hash.digest('hex');
}

/** Every file at or below a path of the checkout, in a fixed order. */
function files(path) {
  if (!existsSync(inRoot(path))) return [];
  const entries = list(path);
  if (!entries) return [path];
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ name }) => files(`${path}/${name}`));
}

function list(path) {
  try {
    return readdirSync(inRoot(path), { withFileTypes: true });
  } catch {
    return undefined;
  }
}
