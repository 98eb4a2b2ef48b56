// What is measured in fresh processes: compiling, loading, cold starts, memory, sizes.

import { spawnSync } from 'node:child_process';

import { measure } from '../../../pkg-config/build/size.mjs';
import { say } from '../../../pkg-config/setup/say.mjs';
import { ask } from '../single/ask.mjs';
import { artifact } from '../single/artifact.mjs';
import { startOfWorker } from '../single/workerd.mjs';
import { allocationsCommand } from './native.mjs';

const SIZES = [150, 10_000];
/** Those whose cold start is measured, and the largest set they get. */
const COLD = [
  ['ours', 10_000], ['ours-runtime', 10_000], ['closures', 10_000], ['generated', 10_000],
  ['json-logic-engine', 10_000], ['json-logic-engine-interpreted', 10_000],
  ['json-logic-js', 10_000], ['cel-js', 10_000], ['growthbook', 10_000], ['filtrex', 150],
  ['zen', 150], ['cedar', 150],
];
const WORKERS = [
  'nothing', 'ours', 'ours-runtime', 'closures', 'json-logic-engine-interpreted',
  'json-logic-js', 'cel-js', 'growthbook',
];

export const SINGLES = ['compile', 'load', 'memory', 'cold', 'workerd', 'sizes'];

const measures = {
  compile: async (times) => ({ compile: ask('compile.mjs', ['10000'], Math.min(times, 5)) }),
  load: async (times) => {
    const load = {};
    for (const what of ['samples', ...SIZES]) {
      load[what] = ask('load.mjs', [await artifact(what)], times);
    }
    return { load };
  },
  memory: async () => {
    const [command, args] = allocationsCommand('medium');
    const garbage = (input) => ask('garbage.mjs', ['medium', input], 3).bytes;
    return {
      allocations: JSON.parse(spawnSync(command, args, { encoding: 'utf8' }).stdout),
      garbage: { object: garbage('object'), bytes: garbage('bytes') },
    };
  },
  cold: async (times) => ({ cold: await eachSize(COLD, coldStart(times)) }),
  workerd: async (times) => {
    const engines = WORKERS.map((id) => [id, 10_000]);
    // The very first request of a process takes longer: that is the client.
    await startOfWorker('nothing', 150, undefined, 1);
    return { workerd: await eachSize(engines, workerStart(Math.min(times, 5))) };
  },
  sizes: async () => {
    const sizes = measure().map(({ file, sizes: { brotli } }) => [file, brotli]);
    return { sizes: Object.fromEntries(sizes) };
  },
};

/** `{ compile, load, … }` of the parts asked for. */
export async function runSingles(parts, times) {
  const found = {};
  for (const part of parts) {
    say(`▸ ${part}, in fresh processes…`);
    Object.assign(found, await measures[part](times));
  }
  return found;
}

async function eachSize(engines, start) {
  const rows = [];
  for (const size of SIZES) {
    for (const [engine] of engines.filter(([, most]) => size <= most)) {
      rows.push({ engine, size, ...(await start(engine, size)) });
    }
  }
  return rows;
}

const coldStart = (times) => async (engine, size) => {
  const args = [engine, String(size)];
  if (engine === 'ours-runtime') args.push(await artifact(size));
  return ask('cold.mjs', args, times);
};

const workerStart = (times) => async (engine, size) =>
  startOfWorker(engine, size, await artifact(size), times);
