// What set-up, build and tests tell the person at the keyboard, all on standard error.

import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A reason to stop that the reader can act on: shown without a stack trace. */
export class Stop extends Error {}

const live = process.stderr.isTTY === true;

export function say(line) {
  process.stderr.write(`${line}\n`);
}

export const duration = (milliseconds) => {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 100) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
};

export const since = (started) => duration(performance.now() - started);

/** Announces a piece of work, shows on a terminal that it goes on, and says how long it took. */
export async function working(what, work) {
  say(`▸ ${what}…`);
  const started = performance.now();
  const ticking = live && setInterval(() => process.stderr.write(`\r  ${since(started)} `), 1000);
  try {
    return await work();
  } finally {
    clearInterval(ticking);
    process.stderr.write(`${live ? '\r' : ''}  ${since(started)}   \n`);
  }
}

/** Whether the module of this URL is the program that node was started with. */
export const isProgram = (url) =>
  process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(url);

/** Runs a command-line program: a `Stop` is a message and exit code 1, anything else is our bug. */
export async function main(program) {
  try {
    await program();
  } catch (error) {
    say(error instanceof Stop ? `✗ ${error.message}` : `✗ ${error?.stack ?? error}`);
    process.exitCode = 1;
  }
}
