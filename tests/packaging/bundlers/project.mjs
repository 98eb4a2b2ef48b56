// A project as a person has it: copied to a folder of its own, the packed package installed there.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { npm } from '../../../pkg-config/setup/npm.mjs';
import { attempt } from '../../../pkg-config/setup/run.mjs';
import { toolsFolder } from '../../../pkg-config/setup/tools.mjs';
import { installedFolder } from '../../installed.mjs';

const source = (name) => fileURLToPath(new URL(`../projects/${name}`, import.meta.url));

/** The tools ask nobody and tell nobody anything, and what they print can be read. */
const env = {
  CI: '1',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  DENO_NO_UPDATE_CHECK: '1',
  DO_NOT_TRACK: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  NODE_OPTIONS: '',
  NO_COLOR: '1',
  WRANGLER_SEND_METRICS: 'false',
};

/** Copies it with what all projects share; returns its folder, to which nothing else belongs. */
export function stage({ name, folder = name, links = {} }) {
  const place = join(toolsFolder, 'projects', name.replaceAll(/\W+/g, '-').toLowerCase());
  rmSync(place, { recursive: true, force: true });
  mkdirSync(join(place, 'node_modules', '.bin'), { recursive: true });
  cpSync(source('shared'), place, { recursive: true });
  cpSync(source(folder), place, { recursive: true });
  cpSync(installedFolder, join(place, 'node_modules', 'pql-edge'), { recursive: true });
  for (const [link, target] of Object.entries(links)) {
    symlinkSync(target, join(place, 'node_modules', link), 'junction');
    symlinkSync(join(target, 'bin', 'tsc'), join(place, 'node_modules', '.bin', 'tsc'));
  }
  return place;
}

/** Runs a script of the project's manifest, which must succeed; what it printed. */
export const script = (cwd, name) =>
  npm(['run', '--silent', name], { cwd, env, because: `the script ${name} failed` });

/** Lines that warn of something, but for those that are known to be the tool's own affair. */
export const warnings = (output, known = []) =>
  output
    .split('\n')
    .filter((line) => /warn|⚠|deprecat|critical|missing|failed/i.test(line))
    .filter((line) => !known.some((pattern) => pattern.test(line)));

/** The answers among what a program printed: its only line of JSON. */
export function answersIn(output) {
  const found = output.split('\n').filter((line) => line.startsWith('{'));
  assert.equal(found.length, 1, output);
  return JSON.parse(found[0]);
}

/** All files below a folder, with `#` for what a bundler makes of their contents. */
export function emitted(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return files
    .filter((file) => file.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .map((name) => name.replaceAll('\\', '/').replace(HASH, '#'))
    .sort();
}

const HASH =
  /(?<=^|\/)(?:\d+|[0-9a-f]{20})(?=\.)|[0-9a-f]{40}(?=-)|(?<=-)[\w-]{8}(?=\.(?:js|wasm))/;

/** Runs a program with the tools of the project, and returns what it printed. */
export async function runProgram(command, cwd, file) {
  const path = [join(toolsFolder, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const { ok, output } = await attempt(command, [file], { cwd, env: { ...env, PATH: path } });
  assert.ok(ok, output);
  return output;
}

/** What a deployment takes along: the folder with its bundles, and the manifest; nothing else. */
export function moveAway(place, folder) {
  const away = mkdtempSync(join(tmpdir(), 'pql-edge-moved-'));
  cpSync(join(place, folder), join(away, folder), { recursive: true });
  cpSync(join(place, 'package.json'), join(away, 'package.json'));
  rmSync(join(place, 'node_modules', 'pql-edge'), { recursive: true });
  return { folder: join(away, folder), remove: () => rmSync(away, { recursive: true }) };
}

export function putBack(place) {
  const installed = join(place, 'node_modules', 'pql-edge');
  if (!existsSync(installed)) cpSync(installedFolder, installed, { recursive: true });
}

/** Starts a script that serves on a port, in a group of its own; `{ address, stop }`. */
export async function serve(cwd, name, options = []) {
  const port = await freePort();
  const args = ['run', '--silent', name, '--', '--port', String(port), ...options];
  const child = spawn('npm', args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const stop = async () => {
    process.kill(-child.pid, 'SIGTERM');
    await ended;
  };
  const address = `http://127.0.0.1:${port}`;
  await answering(address, child, () => output);
  return { address, stop };
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Waits until something answers, whatever it says. */
async function answering(address, child, output) {
  for (let turn = 0; turn < 600; turn += 1) {
    if (child.exitCode !== null) break;
    const there = await fetch(address, { signal: AbortSignal.timeout(30_000) }).catch(() => null);
    if (there) return there.body?.cancel();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`nothing answers on ${address}:\n${output()}`);
}
