// The runtime in a Worker, on the real runtime of Workers, with its artifact in the script.

import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { application, importThere } from '../installed.mjs';
import { artifacts, expected } from '../runtime-answers.mjs';
import { deploy, serve } from './runtime.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const folder = join(application, 'workerd-runtime');
let runtime;
let address;

before(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  copyFileSync(here('runtime-worker.mjs'), join(folder, 'worker.mjs'));
  copyFileSync(here('../runtime-answers.mjs'), join(folder, 'runtime-answers.mjs'));
  const made = artifacts(await importThere());
  writeFileSync(join(folder, 'artifacts.mjs'), `export default ${JSON.stringify(made)};\n`);
  writeFileSync(join(folder, 'audiences.pqls'), Uint8Array.from(made.set));
  await deploy(folder);
  [runtime, address] = await serve(folder);
});

after(() => runtime?.kill());

test('only the module of the runtime is deployed', () => {
  assert.deepEqual(readdirSync(folder).filter((name) => name.endsWith('.wasm')), ['runtime.wasm']);
  const script = readFileSync(join(folder, 'bundle.js'), 'utf8');
  assert.match(script, /from "\.\/runtime\.wasm"/);
  assert.doesNotMatch(script, /AGFzbQ/);
});

test('the program gives the same answers', async () => {
  const response = await fetch(`${address}/answers`);
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), expected);
});

test('a request body is evaluated as it came, a bad one is answered', async () => {
  const ask = (profile) => fetch(`${address}/evaluate`, { method: 'POST', body: profile });
  const inside = await ask('{"homeAddress":{"countryCode":"CA"}}');
  assert.deepEqual(await inside.json(), { audiences: ['canada'] });
  const bad = await ask('{"homeAddress":');
  assert.equal(bad.status, 400);
  assert.match((await bad.json()).error, /\S/);
  assert.deepEqual(await (await ask('{}')).json(), { audiences: [] });
});
