// Programs from the registry of Rust, built once and kept outside of the checkout.

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { cache } from './paths.mjs';
import { attempt, run } from './run.mjs';

const exe = process.platform === 'win32' ? '.exe' : '';

/** Where a program of this version is, once it is built. */
export const toolPath = (name, version, program = name) =>
  join(cache, `${name}-${version}`, 'bin', program + exe);

/**
 * Builds `package` of the registry. Built beside its place and moved there whole: a half-built tool
 * is never found. `args` and `env` are added to those of `cargo install`.
 */
export async function buildTool({ name, version, package: crate = name, args = [], env = {} }) {
  mkdirSync(cache, { recursive: true });
  dropLeftovers();
  const workshop = join(cache, `building-${process.pid}`);
  try {
    await compile({ crate, version, args, env }, workshop);
    rmSync(join(workshop, 'target'), { recursive: true, force: true });
    moveInto(workshop, join(cache, `${name}-${version}`));
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

/** Little optimised: what is built once need not be fast, but soon there. */
async function compile({ crate, version, args, env: own }, workshop) {
  const env = {
    CARGO_PROFILE_RELEASE_OPT_LEVEL: '0',
    CARGO_PROFILE_RELEASE_LTO: 'off',
    CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '16',
    RUSTFLAGS: '',
    RUSTC_BOOTSTRAP: '',
    ...own,
  };
  const all = ['install', crate, '--version', `=${version}`, ...args];
  all.push('--root', workshop, '--target-dir', join(workshop, 'target'));
  // Its own lock file first; a registry that holds very new releases back cannot serve that.
  const locked = await attempt('cargo', [...all, '--locked'], { env, cwd: cache });
  if (locked.ok) return;
  await run('cargo', all, { env, cwd: cache, because: `${crate} ${version} did not build` });
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
