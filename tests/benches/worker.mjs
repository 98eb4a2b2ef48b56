// The process of one engine with one workload: says when it is ready, then measures when asked.

import { createInterface } from 'node:readline';

import { prepare } from './run/prepared.mjs';
import { timed } from './run/clock.mjs';
import { findCase, forms, makeCase } from './workloads/cases.mjs';

const [, , engineName, caseId] = process.argv;
const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

try {
  await main();
} catch (error) {
  say({ error: error.message ?? String(error) });
  process.exitCode = 1;
}

async function main() {
  const found = findCase(caseId);
  const engine = await import(`./engines/${engineName}.mjs`);
  const workload = makeCase(found);
  const { adapt } = engine;
  if (adapt) workload.profiles = workload.profiles.map(({ object }) => forms(adapt(object)));
  const { compileMs, inputs } = await prepare(engine, workload, found.inputs);
  say({ ready: Object.keys(inputs), compileMs, rss: process.memoryUsage().rss });
  for await (const line of createInterface({ input: process.stdin })) {
    const { input, ms } = JSON.parse(line);
    say(timed(inputs[input], ms));
  }
}
