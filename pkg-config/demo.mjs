// The demonstration: one profile against every synchronous sample definition, timed and explained.

import { parseArgs } from 'node:util';

import { builtPackage } from './built.mjs';
import { evaluateAll, evaluateOne, prepare } from './demo/measure.mjs';
import { nearMiss } from './demo/near-miss.mjs';
import { asJson, asText } from './demo/report.mjs';
import { choose, readSamples } from './demo/samples.mjs';

const USAGE = `Usage: node pkg-config/demo.mjs [--profile N] [--all] [--json]
  --profile N   the N-th sample profile, or the one with this _id
  --all         a line for every audience
  --json        one JSON object instead of the tables
`;

await main();

async function main() {
  const options = readOptions();
  const samples = readSamples();
  const person = choose(samples, options.profile);
  if (!person) refuse(`No sample profile "${options.profile}" of ${samples.people.length}.`);

  const engine = prepare(await builtPackage(), samples);
  const run = evaluateOne(engine, person);
  const found = { samples, engine, person, run };
  found.miss = nearMiss(engine, person, run);
  found.total = evaluateAll(engine, samples.people);
  process.stdout.write(options.json ? asJson(found) : asText(found, process.stdout, options.all));
  engine.free();
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        profile: { type: 'string' },
        all: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (!values.help) return values;
  } catch (error) {
    refuse(error.message);
  }
  process.stdout.write(USAGE);
  return process.exit(0);
}

function refuse(message) {
  process.stderr.write(`${message}\n${USAGE}`);
  process.exit(2);
}
