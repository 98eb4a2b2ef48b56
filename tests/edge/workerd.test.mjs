// The installed package in a Worker, on the real runtime, answering over loopback.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';
import * as workerd from 'workerd';

import { expected } from '../answers.mjs';
import { application } from '../installed.mjs';

// A CommonJS package that exports the path of its program as `default`.
const runtimeProgram = workerd.default.default ?? workerd.default;
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const folder = join(application, 'workerd');
let runtime;
let address;

before(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  copyFileSync(here('worker.mjs'), join(folder, 'worker.mjs'));
  copyFileSync(here('../answers.mjs'), join(folder, 'answers.mjs'));
  await deploy();
  [runtime, address] = await serve();
});

after(() => runtime?.kill());

/** What Cloudflare's own tool does: one script, with the wasm as a module beside it. */
async function deploy() {
  await build({
    entryPoints: [join(folder, 'worker.mjs')],
    outfile: join(folder, 'bundle.js'),
    bundle: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['workerd', 'worker', 'browser'],
    plugins: [{ name: 'wasm', setup: wasmAsModule }],
    logLevel: 'silent',
  });
  writeFileSync(
    join(folder, 'config.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
     const config :Workerd.Config = (
       services = [(name = "main", worker = (
         modules = [
           (name = "bundle.js", esModule = embed "bundle.js"),
           (name = "./pql.wasm", wasm = embed "pql.wasm"),
         ],
         compatibilityDate = "2026-01-01",
       ))],
       sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
     );`,
  );
}

function wasmAsModule({ onResolve }) {
  onResolve({ filter: /\.wasm$/ }, ({ path, resolveDir }) => {
    copyFileSync(join(resolveDir, path), join(folder, basename(path)));
    return { path: `./${basename(path)}`, external: true };
  });
}

/** Starts the runtime and waits until it says which port it was given. */
function serve() {
  const args = ['serve', join(folder, 'config.capnp'), '--control-fd=3'];
  const child = spawn(runtimeProgram, args, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let complaints = '';
    child.stderr.on('data', (chunk) => (complaints += chunk));
    child.on('error', reject);
    child.on('exit', (status) => reject(new Error(`workerd ended (${status}): ${complaints}`)));
    child.stdio[3].on('data', (chunk) => {
      const port = String(chunk).match(/"port":\s*(\d+)/)?.[1];
      if (port) resolve([child, `http://127.0.0.1:${port}`]);
    });
  });
}

test('the wasm is a module of the Worker, not bytes inside the script', () => {
  const script = readFileSync(join(folder, 'bundle.js'), 'utf8');
  assert.match(script, /from "\.\/pql\.wasm"/);
  assert.doesNotMatch(script, /AGFzbQ/);
});

test('the program gives the same answers', async () => {
  const response = await fetch(`${address}/answers`);
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), expected);
});

test('a request body is evaluated as it came', async () => {
  const ask = (profile) => fetch(`${address}/evaluate`, { method: 'POST', body: profile });
  const inside = await ask('{"homeAddress":{"countryCode":"CA"}}');
  assert.deepEqual(await inside.json(), { audiences: ['canada'] });
  const outside = await ask('{"homeAddress":{"countryCode":"US"}}');
  assert.deepEqual(await outside.json(), { audiences: [] });
});

test('a bad request body is answered, and the Worker lives on', async () => {
  const bad = await fetch(`${address}/evaluate`, { method: 'POST', body: '{"homeAddress":' });
  assert.equal(bad.status, 400);
  assert.match((await bad.json()).error, /\S/);
  assert.equal((await fetch(`${address}/answers`)).status, 200);
});
