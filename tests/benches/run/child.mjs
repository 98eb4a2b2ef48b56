// Starts the process of one engine with one workload and asks it for measurements.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { nativeCommand } from './native.mjs';

const WORKER = fileURLToPath(new URL('../worker.mjs', import.meta.url));
const SECONDS = 240;

/** What to start, as `[program, arguments]`, for an engine in JavaScript. */
const nodeCommand = (engine, id) => [process.execPath, ['--expose-gc', WORKER, engine.id, id]];

/** `{ ready, compileMs, rss, measure(input, ms), end() }`, or `{ error }`. */
export async function start(engine, id) {
  const [program, args] = (engine.native ? nativeCommand : nodeCommand)(engine, id);
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (chunk) => (complaints += chunk));
  child.stdin.on('error', () => {}); // It ended: the missing answer says so.
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = () => answer(answers, () => complaints, child);
  const end = () => child.kill();
  const first = await next();
  if (first.error) {
    end();
    return first;
  }
  const measure = (input, ms) => {
    child.stdin.write(`${JSON.stringify({ input, ms })}\n`);
    return next();
  };
  return { ...first, measure, end };
}

async function answer(answers, complaints, child) {
  const limit = setTimeout(() => child.kill(), SECONDS * 1000);
  const { value, done } = await answers.next();
  clearTimeout(limit);
  if (!done) return JSON.parse(value);
  return { error: complaints().trim().split('\n')[0] || `ended without an answer in ${SECONDS} s` };
}
