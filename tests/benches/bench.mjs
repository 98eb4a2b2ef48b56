// `npm run bench`: the workloads on every engine, side by side, with the targets at the end.

import { parseArgs } from 'node:util';

import { build } from '../../pkg-config/build.mjs';
import { isProgram, main, say, since, Stop } from '../../pkg-config/setup/say.mjs';
import { ENGINES } from './engines/index.mjs';
import { saveResults } from './report/save.mjs';
import { printCase, printTargets } from './report/terminal.mjs';
import { describeCommit, describeMachine } from './run/machine.mjs';
import { buildNative } from './run/native.mjs';
import { installPeers } from './run/peers.mjs';
import { runCase } from './run/schedule.mjs';
import { runSingles, SINGLES } from './run/singles.mjs';
import { describeWorkloads } from './run/workloads.mjs';
import { CASES } from './workloads/cases.mjs';

const USAGE = `Usage: npm run bench -- [--quick] [--only NAME,NAME] [--engine NAME,NAME]
  --quick    few and short rounds
  --only     workloads by name or group: simple, medium, heavy, set, set-1000, equal-hits, edge,
             events, size; or what runs in fresh processes: ${SINGLES.join(', ')}
  --engine   engines by name: ${ENGINES.map(({ id }) => id).join(', ')}
A run with neither --only nor --engine writes RESULTS.md, results.json and the plots.
`;

const FULL = { warmMs: 400, roundMs: 50, rounds: 11, processes: 7 };
const QUICK = { warmMs: 80, roundMs: 20, rounds: 5, processes: 3 };

async function bench() {
  const options = readOptions();
  const effort = options.quick ? QUICK : FULL;
  const started = performance.now();
  const machine = describeMachine();
  const wanted = choose(options);
  await prepare(wanted.engines, wanted.singles);
  const rows = [];
  for (const found of wanted.cases) {
    const taking = wanted.engines.filter((engine) => engine.does(found));
    if (taking.length === 0) continue;
    const measured = await runCase(found, taking, effort);
    rows.push(...measured);
    printCase(found, measured);
  }
  const singles = await runSingles(wanted.singles, effort.processes);
  const [date] = new Date().toISOString().split('T');
  const about = { machine, commit: describeCommit(), date, options: effort };
  const run = { ...about, ...singles, rows, workloads: describeWorkloads(wanted.cases) };
  printTargets(run);
  if (!options.only && !options.engine) saveResults(run);
  say(`✓ measured in ${since(started)}`);
}

/** `{ cases, engines, singles }`; engines alone leave out what runs in fresh processes. */
function choose({ only, engine }) {
  const engines = chosen(ENGINES, engine, 'engine');
  const fresh = SINGLES.map((id) => ({ id, fresh: true }));
  const all = chosen([...CASES, ...fresh], only, 'workload');
  const singles = engine ? [] : all.filter((one) => one.fresh).map(({ id }) => id);
  return { engines, singles, cases: all.filter((one) => !one.fresh) };
}

async function prepare(engines, singles) {
  await build({ quiet: true });
  await installPeers();
  if (engines.some(({ native }) => native) || singles.includes('memory')) await buildNative();
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
