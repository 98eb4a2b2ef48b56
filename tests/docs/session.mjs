// Shell blocks: commands and, behind them, what they print.

import { spawn } from 'node:child_process';
import assert from 'node:assert/strict';

/** What may be run as it stands, inside of the folder of the page. */
const RUN = /^(node|npx pql-edge|cat|mkdir|printf|gzip|curl|ls) /;

/**
 * What is not run by the page itself: it changes the machine, the account or the checkout, goes on
 * for ever, or takes minutes. Each has the test that runs it.
 */
const ELSEWHERE = [
  [/^npm (test|run (demo|test:fastly|lint|bench|docs|notices))$/, 'the checkout itself'],
  [/^(cargo|npm) publish/, 'tests/release, as far as it goes without publishing'],
  [/^npm install( pql-edge)?$/, 'tests/installed.mjs; tests/docs/newcomer.test.mjs'],
  [/^curl "https:\/\/platform\.adobe\.io\//, 'nothing: it needs an account'],
  [/^npm run (dev|build|preview)$/, 'tests/templates'],
  [/^npm init -y$/, 'tests/docs/newcomer.test.mjs'],
];

/** `[{ command, output? }]`; a block without prompts has commands only. */
export function commands(code) {
  const joined = code.replaceAll(/\\\n\s*/g, '');
  const lines = joined.split('\n');
  if (!lines.some((line) => line.startsWith('$ '))) {
    return lines
      .map((line) => line.replace(/(^|\s+)# .*$/, '').trim())
      .filter((line) => line !== '')
      .map((command) => ({ command }));
  }
  const found = [];
  for (const line of lines) {
    if (line.startsWith('$ ')) found.push({ command: line.slice(2), output: [] });
    else found.at(-1).output.push(line);
  }
  return found.map(({ command, output }) => ({ command, output: output.join('\n').trimEnd() }));
}

/**
 * Runs one command where it is ours to run, or wherever it is with `all`; `address` stands in for the
 * one that is printed.
 */
export async function runCommand({ command, output }, folder, { address, environment, all = false } = {}) {
  if (!all && ELSEWHERE.some(([pattern]) => pattern.test(command))) return;
  if (!all) assert.match(command, RUN, `no rule says what to do with \`${command}\``);
  const real = command.replaceAll('http://localhost:8787', address ?? 'http://localhost:8787')
    .replace(/^curl /, 'curl --silent --show-error ');
  const run = await shell(real, folder, environment);
  if (output === undefined) return assert.equal(run.status, 0, run.stdout + run.stderr);
  const printed = (run.stdout + run.stderr).trimEnd();
  assert.match(printed, pattern(output), `\`${command}\` printed\n${printed}\nnot\n${output}`);
}

/** Not in one blocking call: the command may ask a server of this very process. */
function shell(command, cwd, environment) {
  const quiet = { NO_COLOR: '1', npm_config_loglevel: 'silent' };
  const env = { ...process.env, ...quiet, ...environment };
  const child = spawn('bash', ['-c', command], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const run = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) {
    child[name].setEncoding('utf8').on('data', (chunk) => (run[name] += chunk));
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ ...run, status }));
  });
}

/** `…` in a stated output stands for anything. */
function pattern(output) {
  const parts = output.split('…').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^]*?')}$`);
}
