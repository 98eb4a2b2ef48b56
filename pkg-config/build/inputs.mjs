// Decides whether pkg/ is up to date, by a hash over everything that it is made from.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { inRoot, packageFolder, wasmTarget } from '../setup/paths.mjs';

const INPUTS = ['src', 'pkg-config', 'Cargo.toml', 'Cargo.lock', '.cargo', 'package-lock.json'];
const COPIED = ['README.md', 'LICENSE'];
const stamp = join(wasmTarget, 'inputs.sha256');

export function inputsChanged(tools) {
  if (!existsSync(stamp) || !existsSync(join(packageFolder, 'pql.wasm'))) return true;
  return readFileSync(stamp, 'utf8') !== fingerprint(tools);
}

export function rememberInputs(tools) {
  mkdirSync(wasmTarget, { recursive: true });
  writeFileSync(stamp, fingerprint(tools));
}

function fingerprint({ compiler, version }) {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([compiler.sysroot, compiler.args, version]));
  for (const path of [...INPUTS, ...COPIED].flatMap(files)) {
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
    .filter(({ name }) => name !== 'node_modules')
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
