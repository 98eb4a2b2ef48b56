// Runs one program of this folder in fresh processes and takes the median of what they say.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { median } from '../run/statistics.mjs';

/** Every number that the program prints as JSON, as its median over `times` processes. */
export function ask(program, args, times) {
  const answers = Array.from({ length: times }, () => once(program, args));
  const middle = (key) => median(answers.map((answer) => answer[key]));
  return Object.fromEntries(Object.keys(answers[0]).map((key) => [key, middle(key)]));
}

function once(program, args) {
  const path = fileURLToPath(new URL(program, import.meta.url));
  const command = ['--expose-gc', path, ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${stderr}`);
  return JSON.parse(stdout);
}
