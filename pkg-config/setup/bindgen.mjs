// wasm-bindgen's command line, of exactly the version that Cargo.lock has for the crate.

import { existsSync, readFileSync } from 'node:fs';

import { buildTool, toolPath } from './cargo-tool.mjs';
import { inRoot } from './paths.mjs';
import { ask, which } from './run.mjs';
import { Stop, working } from './say.mjs';

const NAME = 'wasm-bindgen';

/** `{ bindgen, testRunner, version }`, the two programs by path. */
export async function ensureBindgen() {
  const version = lockedVersion();
  const found = installed(version) ?? onPath(version);
  if (found) return found;
  // Without TLS, which only remote browsers need.
  const args = ['--no-default-features'];
  await working(`wasm-bindgen ${version}: building it once, one or two minutes`, () =>
    buildTool({ name: NAME, package: 'wasm-bindgen-cli', version, args }),
  );
  return installed(version);
}

function lockedVersion() {
  const lock = readFileSync(inRoot('Cargo.lock'), 'utf8');
  const version = lock.match(/name = "wasm-bindgen"\nversion = "([^"]+)"/)?.[1];
  if (!version) throw new Stop('Cargo.lock names no version of wasm-bindgen');
  return version;
}

function installed(version) {
  const program = (name) => toolPath(NAME, version, name);
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
