// The tests of the bindings (tests/wasm.rs) on the target itself, in Node and in Chromium.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { cargoEnvironment } from '../build/wasm.mjs';
import { BROWSER_FLAGS } from '../setup/browser.mjs';
import { wasmTarget } from '../setup/paths.mjs';
import { WASM } from '../setup/rust.mjs';
import { cargoTest } from './cargo.mjs';

export const wasmTest = (tools) => onTarget(tools, { WASM_BINDGEN_TEST_ONLY_NODE: '1' });

export async function browserTest(tools) {
  const { chromium, chromedriver } = tools;
  if (!chromium) return skipped('no Chromium');
  if (!chromedriver) return skipped('no chromedriver');
  return onTarget(tools, {
    CHROMEDRIVER: chromedriver,
    WASM_BINDGEN_USE_BROWSER: '1',
    WASM_BINDGEN_TEST_WEBDRIVER_JSON: capabilities(chromium),
  });
}

function onTarget(tools, env) {
  const args = ['--target', WASM, '--features', 'wasm', '--test', 'wasm'];
  return cargoTest([...args, ...tools.compiler.testArgs], {
    ...cargoEnvironment(tools),
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: tools.testRunner,
    ...env,
  });
}

/** Which browser the driver starts and how, as a file that the test runner reads. */
function capabilities(chromium) {
  mkdirSync(wasmTarget, { recursive: true });
  const path = join(wasmTarget, 'webdriver.json');
  const options = { binary: chromium, args: BROWSER_FLAGS };
  writeFileSync(path, JSON.stringify({ 'goog:chromeOptions': options }));
  return path;
}

const skipped = (why) => ({ passed: 0, failed: 0, skipped: 1, why, output: '' });
