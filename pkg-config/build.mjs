// Builds the npm package into pkg/: wasm, loaders, types and manifest, ready to publish.

import { rmSync } from 'node:fs';

import { setUpBuild } from './setup.mjs';
import { fingerprint, inputsChanged, rememberInputs } from './build/inputs.mjs';
import { packageFolder } from './setup/paths.mjs';
import { isProgram, main, say, since } from './setup/say.mjs';

/** Makes pkg/ what the sources say, doing nothing when it already is. */
export async function build({ quiet = false } = {}) {
  const tools = await setUpBuild();
  // Taken before: what somebody changes while it builds is not in it.
  const inputs = fingerprint(tools);
  const fresh = !inputsChanged(inputs);
  if (!fresh) await make(tools, inputs);
  if (!fresh || !quiet) await report();
  if (fresh && !quiet) say('✓ pkg/ is up to date');
}

/** Everything below uses npm packages, so it is loaded only after set-up. */
async function make(tools, inputs) {
  const started = performance.now();
  const { makeModules } = await import('./build/wasm.mjs');
  const { assemble } = await import('./build/package.mjs');
  rmSync(packageFolder, { recursive: true, force: true });
  await assemble(await makeModules(tools));
  rememberInputs(inputs);
  say(`✓ pkg/ built in ${since(started)}`);
}

/** Growth is told here and refused by the tests: a large module still works. */
async function report() {
  const { asText, measure } = await import('./build/size.mjs');
  for (const measured of measure()) {
    say(`  ${asText(measured)}`);
    for (const complaint of measured.complaints) say(`! ${complaint}`);
  }
}

if (isProgram(import.meta.url)) {
  await main(() => build({ quiet: process.argv.includes('--quiet') }));
}
