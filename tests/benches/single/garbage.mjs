// What an evaluation leaves on the heap of JavaScript, in bytes, once it is warm.

import { findCase, makeCase } from '../workloads/cases.mjs';
import { open } from '../engines/ours.mjs';

const CALLS = 2_000;

const [, , id, input] = process.argv;
const { condition, set, profiles, now } = makeCase(findCase(id));
const opened = await open({ now });
const evaluate = (set ? opened.set(set) : opened.one(condition))[input];
const profile = profiles[0][input];

pass(20_000);
process.stdout.write(JSON.stringify({ bytes: Math.max(0, least()) }));

function pass(calls) {
  for (let call = 0; call < calls; call += 1) evaluate(profile);
}

/** The least of several: what the host does at its own pace is not ours. */
function least() {
  let found = Infinity;
  for (let time = 0; time < 5; time += 1) {
    globalThis.gc();
    const before = process.memoryUsage().heapUsed;
    pass(CALLS);
    found = Math.min(found, (process.memoryUsage().heapUsed - before) / CALLS);
  }
  return found;
}
