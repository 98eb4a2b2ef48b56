// Starts runtime.wasm with a compiled set in a fresh process, step by step, and again when warm.

import { readFileSync } from 'node:fs';

import { AudienceSet, initSync } from '../../../pkg/runtime-slim.js';
import { makeProfiles } from '../workloads/profile.mjs';
import { NOW } from '../workloads/constants.mjs';

const WARM = 20;

const bytes = readFileSync(process.argv[2]);
const code = readFileSync(new URL('../../../pkg/runtime.wasm', import.meta.url));
const [profile] = makeProfiles();
const times = {};

const module = step('moduleMs', () => new WebAssembly.Module(code));
step('instanceMs', () => initSync(module));
const set = step('loadMs', () => AudienceSet.fromBytes(bytes));
step('firstMs', () => set.evaluate(profile, { now: NOW }));
set.free();
times.warmLoadMs = again();
process.stdout.write(JSON.stringify(times));

function step(name, work) {
  const started = performance.now();
  const made = work();
  times[name] = performance.now() - started;
  return made;
}

/** The fastest of many: what loading takes once the host has compiled the module for good. */
function again() {
  let least = Infinity;
  for (let time = 0; time < WARM; time += 1) {
    const started = performance.now();
    AudienceSet.fromBytes(bytes).free();
    least = Math.min(least, performance.now() - started);
  }
  return least;
}
