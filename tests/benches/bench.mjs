// `npm run bench`: the workloads on every engine, side by side, with the targets at the end.

import { parseArgs } from 'node:util';

import { isProgram, main, say, Stop } from '../../pkg-config/setup/say.mjs';
import { ENGINES } from './engines/index.mjs';
import { printCase } from './run/terminal.mjs';
import { runCase } from './run/schedule.mjs';
import { CASES } from './workloads/cases.mjs';

const USAGE = `Usage: npm run bench -- [--quick] [--only NAME,NAME] [--engine NAME,NAME]
  --quick    few and short rounds
  --only     workloads by name or group: simple, medium, heavy, set, set-1000, events, size, edge
  --engine   engines by name: ours, ours-runtime, closures, generated, json-logic-engine
`;

const FULL = { warmMs: 300, roundMs: 60, rounds: 11 };
const QUICK = { warmMs: 100, roundMs: 25, rounds: 5 };

async function bench() {
  const options = readOptions();
  const effort = options.quick ? QUICK : FULL;
  const cases = chosen(CASES, options.only, 'workload');
  const engines = chosen(ENGINES, options.engine, 'engine');
  const rows = [];
  for (const found of cases) {
    const taking = engines.filter((engine) => engine.does(found));
    if (taking.length === 0) continue;
    const measured = await runCase(found, taking, effort);
    rows.push(...measured);
    printCase(found, measured);
  }
}

function chosen(all, names, what) {
  if (names === undefined) return all;
  const wanted = names.split(',');
  const is = (name, { id, group }) => name === id || name === group || id.startsWith(`${name}-`);
  const missing = wanted.filter((name) => !all.some((one) => is(name, one)));
  if (missing.length > 0) throw new Stop(`there is no ${what} ${missing.join(', ')}`);
  return all.filter((one) => wanted.some((name) => is(name, one)));
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      engine: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (!values.help) return values;
  process.stdout.write(USAGE);
  return process.exit(0);
}

if (isProgram(import.meta.url)) await main(bench);
