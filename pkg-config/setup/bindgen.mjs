// wasm-bindgen's command line, of exactly the version that Cargo.lock has for the crate.

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { cache, inRoot } from './paths.mjs';
import { attempt, ask, run, which } from './run.mjs';
import { Stop, working } from './say.mjs';

const exe = process.platform === 'win32' ? '.exe' : '';

/** `{ bindgen, testRunner, version }`, the two programs by path. */
export async function ensureBindgen() {
  const version = lockedVersion();
  const folder = join(cache, `wasm-bindgen-${version}`);
  const found = installed(folder, version) ?? onPath(version);
  if (found) return found;
  await working(`wasm-bindgen ${version}: building it once, one or two minutes`, () =>
    build(version, folder),
  );
  return installed(folder, version);
}

function lockedVersion() {
  const lock = readFileSync(inRoot('Cargo.lock'), 'utf8');
  const version = lock.match(/name = "wasm-bindgen"\nversion = "([^"]+)"/)?.[1];
  if (!version) throw new Stop('Cargo.lock names no version of wasm-bindgen');
  return version;
}

function installed(folder, version) {
  const program = (name) => join(folder, 'bin', name + exe);
  const [bindgen, testRunner] = [program('wasm-bindgen'), program('wasm-bindgen-test-runner')];
  if (!existsSync(bindgen) || !existsSync(testRunner)) return undefined;
  return { bindgen, testRunner, version };
}

function onPath(version) {
  const [bindgen, testRunner] = [which('wasm-bindgen'), which('wasm-bindgen-test-runner')];
  if (!bindgen || !testRunner) return undefined;
  const same = ask(bindgen, '--version')?.split(' ')[1] === version;
  return same ? { bindgen, testRunner, version } : undefined;
}

/** Built beside its place and moved there whole: a half-built tool is never found. */
async function build(version, folder) {
  mkdirSync(cache, { recursive: true });
  dropLeftovers();
  const workshop = join(cache, `building-${process.pid}`);
  try {
    await compile(version, workshop);
    rmSync(join(workshop, 'target'), { recursive: true, force: true });
    moveInto(workshop, folder);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

/** Unoptimised and without TLS, which only remote browsers need: a third of the build time. */
async function compile(version, workshop) {
  const env = {
    CARGO_PROFILE_RELEASE_OPT_LEVEL: '0',
    CARGO_PROFILE_RELEASE_LTO: 'off',
    CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '16',
    RUSTFLAGS: '',
    RUSTC_BOOTSTRAP: '',
  };
  const args = ['install', 'wasm-bindgen-cli', '--version', `=${version}`, '--no-default-features'];
  args.push('--root', workshop, '--target-dir', join(workshop, 'target'));
  // Its own lock file first; a registry that holds very new releases back cannot serve that.
  const locked = await attempt('cargo', [...args, '--locked'], { env, cwd: cache });
  if (locked.ok) return;
  await run('cargo', args, { env, cwd: cache, because: `wasm-bindgen ${version} did not build` });
}

function moveInto(workshop, folder) {
  try {
    renameSync(workshop, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error; // Another set-up was quicker: the result is the same.
  }
}

function dropLeftovers() {
  for (const name of readdirSync(cache)) {
    const pid = Number(name.match(/^building-(\d+)$/)?.[1]);
    if (pid && !alive(pid)) rmSync(join(cache, name), { recursive: true, force: true });
  }
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
