// `npm run mutate -- --count N`: altered sets by the million must be refused or harmless.

import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

import { root } from './setup/paths.mjs';
import { ensureCargo } from './setup/rust.mjs';
import { isProgram, main, say, since, Stop } from './setup/say.mjs';

const USAGE = `npm run mutate -- [--count N] [--seed S]
  --count N   how many altered sets are tried: 1,000,000 unless it is given
  --seed S    the numbers that they are made with: the same ones every time unless it is given`;

/** What the test says of its work; the rest is its runner's. */
const NEWS = /\b(tried|altered sets)\b/;

export async function mutate({ count, seed }) {
  ensureCargo();
  say(`▸ ${count.toLocaleString('en')} altered sets…`);
  const started = performance.now();
  const args = ['test', '--release', '--test', 'mutation', '--', '--nocapture'];
  const environment = { PQL_MUTATIONS: String(count), ...(seed && { PQL_SEED: seed }) };
  const { ok, output } = await follow('cargo', args, environment);
  if (!ok) throw new Stop(`a mutation was not refused and not harmless\n\n${output}`);
  if (!/test result: ok\. [1-9]/.test(output)) throw new Stop(`no test ran\n\n${output}`);
  say(`✓ none did harm, in ${since(started)}`);
}

/** Runs a program and shows its news while they come. */
function follow(command, args, environment) {
  const env = { ...process.env, CARGO_TERM_COLOR: 'never', ...environment };
  const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let line = '';
  const take = (chunk) => {
    output += chunk;
    const lines = (line + chunk).split('\n');
    line = lines.pop();
    for (const one of lines.filter((each) => NEWS.test(each))) say(`  ${one}`);
  };
  child.stdout.setEncoding('utf8').on('data', take);
  child.stderr.setEncoding('utf8').on('data', (chunk) => (output += chunk));
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ ok: false, output: error.message }));
    child.on('close', (status) => resolve({ ok: status === 0, output }));
  });
}

function options() {
  try {
    const { values } = parseArgs({
      options: { count: { type: 'string', default: '1000000' }, seed: { type: 'string' } },
    });
    const count = Number(values.count.replaceAll(/[_,]/g, ''));
    if (Number.isSafeInteger(count) && count > 0) return { ...values, count };
    throw new Error(`--count is a whole number, not ${values.count}`);
  } catch (error) {
    throw new Stop(`${error.message}\n${USAGE}`);
  }
}

if (isProgram(import.meta.url)) await main(() => mutate(options()));
