// The installed package in a Worker, on the real runtime, answering over loopback.

import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { expected } from '../answers.mjs';
import { application } from '../installed.mjs';
import { deploy, serve } from './runtime.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const folder = join(application, 'workerd');
let runtime;
let address;

before(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  copyFileSync(here('worker.mjs'), join(folder, 'worker.mjs'));
  copyFileSync(here('../answers.mjs'), join(folder, 'answers.mjs'));
  await deploy(folder);
  [runtime, address] = await serve(folder);
});

after(() => runtime?.kill());

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
