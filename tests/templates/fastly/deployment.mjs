// A built copy of the template on viceroy, with what fastly.toml gives it, answering over loopback.

import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { inRoot, root } from '../../../pkg-config/setup/paths.mjs';
import { run } from '../../../pkg-config/setup/run.mjs';
import { findViceroy, TARGET } from '../../../pkg-config/setup/viceroy.mjs';

export const template = inRoot('pkg-config', 'templates', 'fastly');
export const folder = inRoot('target', 'packaging', 'fastly');
export const TOKEN = 'a-secret-of-yours';

/** The crate of this checkout in the place of the published one. */
const patch = ['--config', `patch.crates-io.pql-edge.path=${JSON.stringify(root)}`];

let built;

/** The copy, with its program; what cargo made of the last run is used again. */
export const build = () => (built ??= compile());

async function compile() {
  for (const part of ['src', 'compiler/src']) rmSync(join(folder, part), { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(template, folder, { recursive: true, filter: (path) => !/[\\/](target|bin|pkg)$/.test(path) });
  cpSync(inRoot('tests', 'templates', 'fastly', 'Cargo.lock'), join(folder, 'Cargo.lock'));
  const warnings = await cargo('build', '--release', '--target', TARGET);
  return { warnings, program: join(folder, 'target', TARGET, 'release', 'audiences-at-the-edge.wasm') };
}

/** Runs cargo in the copy; what it said. */
export const cargo = (command, ...args) =>
  run('cargo', [command, ...patch, ...args], {
    cwd: folder,
    env: { RUSTFLAGS: '', CARGO_TARGET_DIR: join(folder, 'target') },
    because: `cargo ${command} failed`,
  });

/** Starts it: `{ url, log(), stop() }`; `change` makes another configuration of the text of fastly.toml. */
export async function start({ change = (text) => text, files = {} } = {}) {
  const { program } = await build();
  const place = mkdtempSync(join(tmpdir(), 'pql-edge-fastly-'));
  writeFileSync(join(place, 'fastly.toml'), change(readFileSync(join(template, 'fastly.toml'), 'utf8')));
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(place, name), bytes);
  const port = await freePort();
  const args = ['-C', join(place, 'fastly.toml'), program, '--addr', `127.0.0.1:${port}`];
  const child = spawn(findViceroy().viceroy, args, { cwd: place, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const stop = async () => {
    child.kill();
    await ended;
    rmSync(place, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  for (let turn = 0; turn < 600 && child.exitCode === null; turn += 1) {
    if (await fetch(url).catch(() => undefined)) return { url, log: () => output, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`viceroy does not answer:\n${output}`);
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** An event of this visitor, as a page sends it. */
export const event = (id, xdm = {}) => ({
  xdm: { identityMap: { ECID: [{ id, primary: true }] }, ...xdm },
});

export async function send(url, body, { headers, ...more } = {}) {
  const response = await fetch(url, {
    method: 'POST',
    body: typeof body === 'string' || body === undefined ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
    ...more,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: text ? JSON.parse(text) : undefined };
}

export const interact = (url, body, more) => send(`${url}/v2/interact`, body, more);

/** The ids that the answer to an event has, of a visitor. */
export async function audiencesOf(url, sent) {
  const { status, json, text } = await interact(url, { event: sent });
  if (status !== 200) throw new Error(text);
  return json.handle[0].payload[0].segments.map(({ id }) => id);
}

const authorized = { authorization: `Bearer ${TOKEN}` };
const profileOf = (url, id) => `${url}/profiles/ECID/${encodeURIComponent(id)}`;

export const kept = async (url, id) =>
  (await send(profileOf(url, id), undefined, { method: 'GET', headers: authorized })).json;
export const put = (url, id, profile) =>
  send(profileOf(url, id), profile, { method: 'PUT', headers: authorized });
export const forget = (url, id) =>
  send(profileOf(url, id), undefined, { method: 'DELETE', headers: authorized });
