// Starts other programs: their output is kept back and shown only when they fail.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { Stop } from './say.mjs';

const suffixes = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];

/** The full path of a program on PATH, or undefined. */
export function which(program) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const suffix of suffixes) {
      const path = join(folder, program + suffix);
      if (folder && existsSync(path)) return path;
    }
  }
  return undefined;
}

/** Runs to the end whatever the outcome: `{ ok, status, output }`, both streams as one text. */
export function attempt(command, args, { env, cwd, onLine } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const take = (chunk) => {
      output += chunk;
      onLine?.(chunk);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.on('error', (error) => resolve({ ok: false, status: null, output: error.message }));
    child.on('close', (status) => resolve({ ok: status === 0, status, output }));
  });
}

/** Runs a program that must succeed, and returns what it printed. */
export async function run(command, args, options = {}) {
  const { ok, output } = await attempt(command, args, options);
  if (ok) return output;
  const line = [command, ...args].join(' ');
  throw new Stop(`${options.because ?? 'a command failed'}\n  ${line}\n\n${ends(output, 60)}`);
}

/** What a quick program prints, or undefined when it is not there or fails. */
export function ask(command, ...args) {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** The two ends of a long text: npm tells the reason first, cargo last. */
export function ends(text, lines) {
  const all = text.trimEnd().split('\n');
  if (all.length <= lines) return all.join('\n');
  const cut = `… ${all.length - lines} lines …`;
  return [...all.slice(0, lines / 4), cut, ...all.slice((-lines * 3) / 4)].join('\n');
}
