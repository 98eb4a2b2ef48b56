// Finds out what the checkout needs to be built and tested, and installs what is missing.

import { ensureBindgen } from './setup/bindgen.mjs';
import { browserAdvice, ensureBrowser } from './setup/browser.mjs';
import { ensurePackages } from './setup/npm.mjs';
import { ensureCargo, ensureLinters, ensureWasmCompiler } from './setup/rust.mjs';
import { isProgram, main, say } from './setup/say.mjs';

/** What the build needs: `{ compiler, bindgen, testRunner }`. */
export async function setUpBuild() {
  ensureCargo();
  await ensurePackages();
  const compiler = await ensureWasmCompiler();
  return { compiler, ...(await ensureBindgen()) };
}

/** What the tests need on top: `{ chromium, chromedriver }`, undefined where there is none. */
export async function setUpTests() {
  const tools = await setUpBuild();
  return { ...tools, ...(await ensureBrowser()) };
}

export async function setUpLint() {
  ensureCargo();
  await ensureLinters();
}

if (isProgram(import.meta.url)) {
  await main(async () => {
    const { version, compiler, chromium, chromedriver } = await setUpTests();
    await setUpLint();
    say(`✓ Rust for wasm from ${compiler.sysroot}, wasm-bindgen ${version}`);
    say(chromium ? `✓ browser ${chromium}` : `! ${browserAdvice}`);
    if (chromium && !chromedriver) say('! no chromedriver: the Rust tests will not run in it');
  });
}
