// What runs programs for Fastly Compute on this machine: viceroy, and Rust's target for them.

import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { buildTool, toolPath } from './cargo-tool.mjs';
import { ask, run, which } from './run.mjs';
import { ensureCargo } from './rust.mjs';
import { isProgram, main, say, working } from './say.mjs';

export const TARGET = 'wasm32-wasip1';

/** The newest that was tried; it runs programs of the crate `fastly` 0.11. */
const VERSION = '0.16.4';
const NAME = 'viceroy';

/** The program, or undefined; and why the tests of the Fastly template cannot run, if they cannot. */
export function findViceroy() {
  const own = toolPath(NAME, VERSION);
  const viceroy = existsSync(own) ? own : which(NAME);
  const lacks = [...(viceroy ? [] : ['viceroy']), ...(hasTarget() ? [] : [`Rust for ${TARGET}`])];
  const why = lacks.length > 0 && `no ${lacks.join(' and no ')}: \`npm run test:fastly\` gets it`;
  return { viceroy, ...(why && { why }) };
}

function hasTarget() {
  const sysroot = ask('rustc', '--print', 'sysroot');
  return sysroot !== undefined && existsSync(join(sysroot, 'lib', 'rustlib', TARGET, 'lib'));
}

/** Gets what is missing; the path of viceroy. */
async function ensureViceroy() {
  ensureCargo();
  if (!hasTarget()) {
    await working(`Rust target ${TARGET}: adding it with rustup`, () =>
      run('rustup', ['target', 'add', TARGET], { because: `rustup could not add ${TARGET}` }),
    );
  }
  if (!findViceroy().viceroy) {
    // It compiles the programs that it runs: wholly unoptimised it takes a minute to start one.
    const env = { CARGO_PROFILE_RELEASE_OPT_LEVEL: '1' };
    await working(`viceroy ${VERSION}: building it once, a quarter of an hour`, () =>
      buildTool({ name: NAME, version: VERSION, env }),
    );
  }
  return findViceroy().viceroy;
}

if (isProgram(import.meta.url)) await main(async () => say(`✓ ${await ensureViceroy()}`));
