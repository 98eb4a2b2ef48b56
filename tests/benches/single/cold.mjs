// From nothing to the first answer in a fresh process: import, make a set, evaluate one profile.

import { readFileSync } from 'node:fs';

import { NOW } from '../workloads/constants.mjs';
import { forms } from '../workloads/cases.mjs';
import { makeProfiles } from '../workloads/profile.mjs';
import { makeSet } from '../workloads/sets.mjs';

const [, , engineName, size, artifact] = process.argv;
const list = makeSet(Number(size));
const [first] = makeProfiles();

const started = performance.now();
const make = artifact ? await loading() : await making();
const imported = performance.now();
const evaluate = make();
const made = performance.now();
const found = evaluate();
const ended = performance.now();
if (found.length >= list.length) throw new Error('everything is true');
process.stdout.write(JSON.stringify({
  importMs: imported - started,
  makeMs: made - imported,
  firstMs: ended - made,
  totalMs: ended - started,
}));

async function making() {
  const engine = await import(`../engines/${engineName}.mjs`);
  const profile = forms(engine.adapt?.(first) ?? first).object;
  const opened = await engine.open({ now: NOW });
  return () => {
    const { object } = opened.set(list);
    return () => object(profile);
  };
}

/** The runtime with what was compiled before. */
async function loading() {
  const bytes = readFileSync(artifact);
  const { AudienceSet } = await import('../../../pkg/runtime-node.js');
  return () => {
    const set = AudienceSet.fromBytes(bytes);
    return () => set.evaluate(first, { now: NOW });
  };
}
