// Rust for wasm: rustup's own target, or Debian's compiler with the standard library's source.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { install, mayInstall } from './debian.mjs';
import { attempt, ask, run, which } from './run.mjs';
import { Stop, say, working } from './say.mjs';

export const WASM = 'wasm32-unknown-unknown';
const DEBIAN_RUSTC = '/usr/bin/rustc';

export function ensureCargo() {
  if (which('cargo') && which('rustc')) return;
  throw new Stop('Rust is missing: install it from https://rustup.rs and try again');
}

/** The components that `npm run lint` needs. */
export async function ensureLinters() {
  for (const [command, component] of [['clippy', 'clippy'], ['fmt', 'rustfmt']]) {
    if (ask('cargo', command, '--version')) continue;
    await run('rustup', ['component', 'add', component], {
      because: `${component} is missing and rustup could not add it`,
    });
  }
}

/**
 * A compiler that makes wasm: `{ env, sysroot, args, testArgs, flags }`, what to add to the environment and to
 * the arguments of `cargo` (for programs, and for test programs), and to those of `rustc` for programs.
 */
export async function ensureWasmCompiler() {
  const compiler = await findWasmCompiler();
  return (await ensureLibrarySource(compiler)) ? withSmallLibrary(compiler) : compiler;
}

async function findWasmCompiler() {
  ensureCargo();
  const sysroot = ask('rustc', '--print', 'sysroot');
  if (!sysroot) throw new Stop('`rustc --print sysroot` failed: is the Rust toolchain complete?');
  const rustup = { env: {}, sysroot, args: [], testArgs: [], flags: [] };
  if (existsSync(join(sysroot, 'lib', 'rustlib', WASM, 'lib'))) return rustup;
  const debian = debianCompiler(sysroot);
  if (debian) return debian;
  if (await addTarget()) return rustup;
  if (!mayInstall()) throw new Stop(advice);
  await install(['rustc-web', 'rust-web-src'], 'Rust for wasm instead');
  return debianCompiler(sysroot) ?? fail();
}

async function addTarget() {
  if (!which('rustup')) return false;
  return working(`Rust target ${WASM}: adding it with rustup`, async () => {
    const { ok, output } = await attempt('rustup', ['target', 'add', WASM]);
    if (!ok) say(`  rustup says: ${lastError(output)}`);
    return ok;
  });
}

const lastError = (output) =>
  output.split('\n').findLast((line) => /error|caused|could not/i.test(line))?.trim() ??
  'it could not';

/** Debian's rustc has no wasm library ready: cargo builds it from source, which only a nightly
 *  or `RUSTC_BOOTSTRAP` allows, and the linker is the one that rustup's Rust brings. */
function debianCompiler(sysroot) {
  if (!existsSync(DEBIAN_RUSTC) || !existsSync(join('/usr', ...LIBRARY))) return undefined;
  const host = ask('rustc', '-vV')?.match(/^host: (.+)$/m)?.[1] ?? '';
  const linker = join(sysroot, 'lib', 'rustlib', host, 'bin', 'rust-lld');
  if (!existsSync(linker)) return undefined;
  return {
    env: {
      RUSTC: DEBIAN_RUSTC,
      RUSTC_BOOTSTRAP: '1',
      CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER: linker,
    },
    sysroot: '/usr',
    args: BUILD_LIBRARY,
    testArgs: ['-Z', 'build-std=std,panic_abort,panic_unwind,test'],
    flags: [],
  };
}

const LIBRARY = ['lib', 'rustlib', 'src', 'rust', 'library', 'std', 'Cargo.toml'];
const BUILD_LIBRARY = ['-Z', 'build-std=std,panic_abort'];
const TRAP = ['-Zunstable-options', '-Cpanic=immediate-abort'];

async function ensureLibrarySource({ sysroot }) {
  if (existsSync(join(sysroot, ...LIBRARY))) return true;
  if (which('rustup')) await attempt('rustup', ['component', 'add', 'rust-src']);
  if (existsSync(join(sysroot, ...LIBRARY))) return true;
  say("! the source of Rust's library (rust-src) is not here: the modules will be a sixth larger");
  return false;
}

/** The library is built with the program, for size, and a panic is a trap, without the code that would
 *  word it: no one could read that. The compiler allows this to a nightly or with `RUSTC_BOOTSTRAP`. */
function withSmallLibrary(compiler) {
  const env = { ...compiler.env, RUSTC_BOOTSTRAP: '1' };
  const args = [...BUILD_LIBRARY, '-Z', 'build-std-features=optimize_for_size'];
  const small = { ...compiler, env, args };
  return knows(TRAP, env) ? { ...small, flags: TRAP } : small;
}

const knows = (flags, { RUSTC = 'rustc', ...env }) =>
  spawnSync(RUSTC, [...flags, '--print', 'cfg'], { env: { ...process.env, ...env } }).status === 0;

const advice = `no Rust compiler here can make ${WASM}
  with rustup: rustup target add ${WASM}
  on Debian:   apt-get install rustc-web rust-web-src   (as root; rustup's Rust stays in use)`;

const fail = () => {
  throw new Stop(`Debian's Rust is installed but not complete\n${advice}`);
};
