// The installed command, run as a person runs it.

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

import { application } from '../installed.mjs';

/** The folder in which npm puts the command. */
export const bin = join(application, 'node_modules', '.bin');
/** What it leads to. */
export const program = join(application, 'node_modules', 'pql-edge', 'command', 'main.js');

/** Without what this run of the tests has in its environment. */
export const plainEnvironment = (more) => {
  const { NO_COLOR, FORCE_COLOR, NODE_OPTIONS, ...env } = process.env;
  return { ...env, PATH: `${bin}:${env.PATH}`, ...more };
};

/** `{ status, stdout, stderr }`; nothing on standard input unless `input` says so. */
export function run(args, { input = '', env, cwd, encoding = 'utf8' } = {}) {
  const options = { input, cwd, encoding, env: plainEnvironment(env), maxBuffer: 1e9 };
  const whole = [program, ...args];
  const { status, stdout, stderr, error } = spawnSync(process.execPath, whole, options);
  if (error) throw error;
  return { status, stdout, stderr };
}

/** The same while it is running: the process of node:child_process. */
export const start = (args, { env, cwd, nodeArgs = [] } = {}) =>
  spawn(process.execPath, [...nodeArgs, program, ...args], { cwd, env: plainEnvironment(env) });

/** A folder for one test file: `folder`, and `file(name, content)`, the path of a new one. */
export function scratch() {
  const folder = mkdtempSync(join(tmpdir(), 'pql-edge-command-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name, content) => {
    const path = join(folder, name);
    writeFileSync(path, typeof content === 'object' && !ArrayBuffer.isView(content)
      ? JSON.stringify(content) : content);
    return path;
  };
  return { folder, file };
}

/** A definition as the Segmentation API returns it. */
export const definition = (id, value, more) => ({
  id,
  expression: { type: 'PQL', format: 'pql/text', value },
  evaluationInfo: { synchronous: { enabled: true } },
  ...more,
});
