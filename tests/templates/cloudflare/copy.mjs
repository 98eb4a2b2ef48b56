// The one copy of the template that most parts use: made and built when the first of them asks.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { bundle, copyTemplate, shell } from './project.mjs';

let copied;

/** Its folder, built by the commands that the README names. */
export const builtCopy = () => (copied ??= make());

async function make() {
  const folder = await copyTemplate('cloudflare');
  const compiled = await shell(folder, 'npm run build:audiences');
  assert.ok(compiled.ok, compiled.output);
  const { ok, output } = await bundle(folder);
  assert.ok(ok, output);
  return folder;
}

/** The ids of the sample definitions by what they are called. */
export async function sampleIds() {
  const text = readFileSync(join(await builtCopy(), 'definitions.json'), 'utf8');
  return Object.fromEntries(JSON.parse(text).map(({ id, name }) => [name, id]));
}
